using System.Security.Cryptography;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests.Privacy;

/// <summary>A desk over a real file, with keys that are real enough, by a clock that is moved by hand.</summary>
internal sealed class OneBox : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private OneBox(ManualTime time) => Time = time;

    public ManualTime Time { get; }
    public string Path => _folder.File("facts.db");
    public SqliteFactLog Log { get; private set; } = null!;
    public FactDesk Desk { get; private set; } = null!;
    public PersonVault Vault { get; } = new(new PlainSealer());

    public static async Task<OneBox> OpenAsync(ushort number = 5)
    {
        var box = new OneBox(new ManualTime());
        await box.StartAsync(number);
        return box;
    }

    /// <summary>Does something to the closed file, and opens it again.</summary>
    public async Task RestartAsync(Func<Task> meanwhile, ushort number = 5)
    {
        await Log.DisposeAsync();
        await meanwhile();
        await StartAsync(number);
    }

    public ValueTask<T> WriteAsync<T>(Func<FactScope, T> decide) => Desk.WriteAsync(Lane.Shared, decide, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(ushort number)
    {
        Log = SqliteFactLog.Open(Path, new SqliteOptions(), new WriteLaneOptions(), TimeProvider.System);
        Desk = await FactDesk.OpenAsync(new BoxIdentity(new NodeId(number), 1, IsHub: false, ClockTrusted: true), Log, new OwnKey(), Time, TestContext.Current.CancellationToken);
    }

    private sealed class OwnKey : ISigner
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public byte[] Sign(ReadOnlySpan<byte> statement) => _key.SignData(statement, HashAlgorithmName.SHA256);
    }

    /// <summary>Seals by a mask of the key: enough to be opened by the right key only.</summary>
    private sealed class PlainSealer : ISealer
    {
        public byte[] NewWrappedKey(string person) => RandomNumberGenerator.GetBytes(32);

        public byte[] Seal(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> plaintext, string person) => [.. SHA256.HashData(wrappedKey)[..4], .. plaintext];

        public byte[]? Open(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes, string person) =>
            sealedBytes.Length >= 4 && sealedBytes[..4].SequenceEqual(SHA256.HashData(wrappedKey).AsSpan(0, 4)) ? sealedBytes[4..].ToArray() : null;
    }
}
