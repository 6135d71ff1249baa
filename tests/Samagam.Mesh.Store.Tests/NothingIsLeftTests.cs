using Google.Protobuf;
using Samagam.Compliance;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;
using Samagam.TestKit;
using Samagam.Wire.Facts;
using Samagam.Wire.People.V1;

namespace Samagam.Mesh.Store.Tests;

/// <summary>What an erasure leaves in the file: nothing of the key, however the trees of the file were moved about before.</summary>
public sealed class NothingIsLeftTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_dropped_key_no_byte_string_is_left_in_any_file_however_rows_moved_before() => Seeds.ForEach(2, (_, luck) => RunAsync(luck).GetAwaiter().GetResult());

    private async Task RunAsync(Random luck)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.db");
        var held = new List<(Fact Fact, byte[] Key)>();
        var gone = new List<byte[]>();
        await using (var log = SqliteFactLog.Open(path, new SqliteOptions(), new WriteLaneOptions(), TimeProvider.System))
        {
            ulong seq = 0;
            for (var step = 0; step < 80; step++)
            {
                await log.WriteAsync(
                    Lane.Life,
                    tx =>
                    {
                        for (var i = 0; i < 12; i++)
                        {
                            if (held.Count > 0 && luck.Next(5) < 2)
                            {
                                var (fact, key) = held[luck.Next(held.Count)];
                                held.Remove((fact, key));
                                gone.Add(key);
                                tx.Drop(fact.Id);
                                continue;
                            }
                            var made = new byte[60];
                            luck.NextBytes(made);
                            var said = Key(++seq, luck, made);
                            tx.Insert(said);
                            held.Add((said, made));
                            // Others of all lengths between them, which come and go and move the trees.
                            tx.Insert(SampleFacts.Make(++seq, bodyBytes: luck.Next(1, 6_000), subject: "person/" + new PersonId(Id(luck)) + "/pin/x", fill: (byte)luck.Next(256)));
                            tx.PutLocal("once", luck.Next(500).ToString(System.Globalization.CultureInfo.InvariantCulture), new byte[luck.Next(1, 900)]);
                            if (luck.Next(3) == 0 && seq > 20 && tx.Find(SampleFacts.Make((ulong)luck.NextInt64(1, (long)seq)).Id) is { Kind: "sample.said" } old)
                            {
                                tx.Drop(old.Id);
                            }
                        }
                        return true;
                    },
                    TestContext.Current.CancellationToken);
                // Readers stand in the way of the log now and then.
                _ = log.BySubject("person/none");
            }
            // What is kept is still read, from the row of its key.
            foreach (var (fact, key) in held.Take(50))
            {
                Assert.Equal(key, PersonKey.Parser.ParseFrom(Assert.Single(log.BySubject(fact.Subject)).Body.Span).Wrapped.ToByteArray());
            }
            // The last batch may have dropped nothing; one more erasure empties the log for all before it.
            await log.WriteAsync(Lane.Life, tx => { tx.Drop(held[0].Fact.Id); return true; }, TestContext.Current.CancellationToken);
            gone.Add(held[0].Key);
            held.RemoveAt(0);
            await log.WriteAsync(Lane.Life, static _ => true, TestContext.Current.CancellationToken);
            Assert.True(gone.Count > 150);
            Assert.Empty(Left(path, gone));
            Assert.NotEmpty(Left(path, [held[0].Key]));
        }
        Assert.Empty(Left(path, gone));
    }

    [Fact]
    public async Task The_search_finds_a_key_that_is_held()
    {
        var path = _folder.File("plain.db");
        var luck = new Random(4);
        var key = new byte[60];
        luck.NextBytes(key);
        await using (var log = SqliteFactLog.Open(path, new SqliteOptions(), new WriteLaneOptions(), TimeProvider.System))
        {
            var fact = Key(1, luck, key);
            await log.WriteAsync(Lane.Life, tx => { tx.Insert(fact); return true; }, TestContext.Current.CancellationToken);
        }
        Assert.NotEmpty(Left(path, [key]));
    }

    [Fact]
    public async Task Of_a_key_that_collides_with_another_only_a_hash_is_kept_apart()
    {
        var path = _folder.File("clash.db");
        var luck = new Random(5);
        var (one, other) = (new byte[60], new byte[60]);
        luck.NextBytes(one);
        luck.NextBytes(other);
        await using (var log = SqliteFactLog.Open(path, new SqliteOptions(), new WriteLaneOptions(), TimeProvider.System))
        {
            await log.WriteAsync(
                Lane.Life,
                tx =>
                {
                    tx.Insert(Key(1, new Random(1), one));
                    tx.KeepApart(Key(1, new Random(1), other));
                    tx.KeepApart(Key(1, new Random(1), other));
                    return true;
                },
                TestContext.Current.CancellationToken);
            Assert.Equal(1, log.KeptApart);
        }
        Assert.Empty(Left(path, [other]));
    }

    private static List<string> Left(string path, IEnumerable<byte[]> keys)
    {
        var folder = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        // Halves too: a copy may be cut.
        return [.. Traces.Find(folder, keys.SelectMany(k => new[] { ("head", k[..24]), ("tail", k[^24..]) })).Where(f => f.Contains(name, StringComparison.Ordinal))];
    }

    private static Guid Id(Random luck)
    {
        var bytes = new byte[16];
        luck.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static Fact Key(ulong seq, Random luck, byte[] wrapped)
    {
        var id = new FactId(SampleFacts.Stream(), seq);
        var body = new PersonKey { Wrapped = ByteString.CopyFrom(wrapped) }.ToByteArray();
        var statement = FactCodec.Serialise(id, new HybridTime(1_860_000_000_000, 3, ClockQuality.Trusted), Lane.Life, FactKinds.PersonKey.Name, new PersonId(Id(luck)).Subject, 0, null, body);
        return FactCodec.Parse(statement, new byte[64]);
    }
}
