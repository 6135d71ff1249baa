using System.Text;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;

namespace Samagam.Compliance;

/// <summary>
/// What every <see cref="IFactLog"/> promises. Derive, give a <see cref="FactLogBench"/>, and all sentences run against
/// your store. The sentences lie in one file per promise.
/// </summary>
public abstract partial class FactLogCompliance
{
    /// <summary>A fresh, empty store.</summary>
    protected abstract ValueTask<FactLogBench> OpenAsync();

    /// <summary>Writes and waits until durable.</summary>
    protected static Task<T> Write<T>(FactLogBench bench, Func<IFactTransaction, T> decide, Lane lane = Lane.Life) =>
        bench.Settle(bench.Log.WriteAsync(lane, decide, TestContext.Current.CancellationToken));

    /// <summary>Inserts these in one decision.</summary>
    protected static Task Insert(FactLogBench bench, params Fact[] facts) =>
        Write(bench, tx =>
        {
            foreach (var fact in facts)
            {
                tx.Insert(fact);
            }
            return 0;
        });

    /// <summary>Asks the writer something; writes nothing.</summary>
    protected static Task<T> Ask<T>(FactLogBench bench, Func<IFactTransaction, T> ask) => Write(bench, ask);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    /// <summary>All members, not only those that <see cref="Fact.Equals(Fact)"/> compares.</summary>
    protected static void SameInEveryMember(Fact expected, Fact? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Time, actual.Time);
        Assert.Equal(expected.Lane, actual.Lane);
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.Equal(expected.Subject, actual.Subject);
        Assert.Equal(expected.Edits, actual.Edits);
        Assert.Equal(expected.ExpiresMs, actual.ExpiresMs);
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
        Assert.Equal(expected.Statement.ToArray(), actual.Statement.ToArray());
        Assert.Equal(expected.Signature.ToArray(), actual.Signature.ToArray());
    }
}
