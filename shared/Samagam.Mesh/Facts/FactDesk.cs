using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Mesh.Facts;

/// <summary>Who this box is, for its facts.</summary>
/// <param name="ClockTrusted">True when the physical clock has a time source of its own.</param>
public sealed record BoxIdentity(NodeId Node, ushort Sector, bool IsHub, bool ClockTrusted);

/// <summary>
/// Where facts are written: the single way from a decision to the durable log. Owns the hybrid clock and the epoch of
/// this box; both are touched in the writer only.
/// </summary>
public sealed class FactDesk
{
    private const string Notes = "box";
    private static readonly DateTimeOffset EpochZero = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly IFactLog _log;
    private readonly ISigner _signer;
    private readonly TimeProvider _time;
    private readonly BoxIdentity _identity;
    private readonly Lock _epochGate = new();
    private HybridClock _clock;
    private Func<IReadOnlyList<long>> _neighbours = () => [];
    private Action<FactScope, Fact, IReadOnlyList<Fact>> _erased = (_, _, _) => { };

    private FactDesk(BoxIdentity identity, IFactLog log, ISigner signer, TimeProvider time)
    {
        (_identity, _log, _signer, _time) = (identity, log, signer, time);
        _clock = new HybridClock(default, identity.ClockTrusted);
    }

    public NodeId Self => _identity.Node;

    /// <summary>The life of this box's store: durable before its first use, risen whenever the file is not the one it was.</summary>
    public uint Epoch { get; private set; }

    public IFactLog Log => _log;

    internal ClockQuality Quality => _clock.Quality;

    /// <summary>Opens the desk: settles the epoch and the clock, durably, before anything is stated.</summary>
    public static async Task<FactDesk> OpenAsync(BoxIdentity identity, IFactLog log, ISigner signer, TimeProvider time, CancellationToken cancellation)
    {
        var desk = new FactDesk(identity, log, signer, time);
        desk.Epoch = await log.WriteAsync(Lane.Life, desk.Settle, cancellation).ConfigureAwait(false);
        return desk;
    }

    /// <summary>The desk of a box whose store could not be opened: it has no life, and its log takes no word that could need one.</summary>
    public static FactDesk Closed(BoxIdentity identity, ClosedLog log, ISigner signer, TimeProvider time) => new(identity, log, signer, time);

    /// <summary>Where the neighbours' times come from, for a box without a time source.</summary>
    public void ListenTo(Func<IReadOnlyList<long>> neighbourWallMs) => _neighbours = neighbourWallMs;

    /// <summary>
    /// Calls <paramref name="handler"/> in the writer whenever a person is erased here, by a word of this box or of another, with the tombstone and what it
    /// dropped: what else of the person this box keeps for itself goes in the same transaction. Said before the first write.
    /// </summary>
    public void OnErased(Action<FactScope, Fact, IReadOnlyList<Fact>> handler) => _erased += handler;

    /// <summary>Best known time and its quality, for hellos and for judging validity.</summary>
    public (long WallMs, ClockQuality Quality) BestTime() => (BestWallMs(), _clock.Quality);

    /// <summary>Runs one decision in the writer; durable when the task completes. See <see cref="IFactLog.WriteAsync"/> for lanes and errors.</summary>
    public ValueTask<T> WriteAsync<T>(Lane lane, Func<FactScope, T> decide, CancellationToken cancellation) =>
        _log.WriteAsync(
            lane,
            tx =>
            {
                var scope = new FactScope(this, tx);
                var result = decide(scope);
                if (scope.MovedClock)
                {
                    // Facts alone do not remember the clock: the last one may be superseded, or lie in another stream.
                    var latest = new byte[8];
                    BinaryPrimitives.WriteUInt64BigEndian(latest, _clock.Latest.Packed);
                    tx.PutLocal(Notes, "clock", latest);
                }
                return result;
            },
            cancellation);

    /// <summary>Neighbours hold facts of this box that it does not: it goes beyond that life, once that is durable.</summary>
    public async ValueTask RaiseEpochBeyondAsync(uint epoch, CancellationToken cancellation)
    {
        var raised = await _log.WriteAsync(
            Lane.Life,
            tx =>
            {
                // What is noted may be beyond what is in use: two raises can share a commit.
                var next = Math.Max(NotedEpoch(tx), epoch == uint.MaxValue ? epoch : epoch + 1);
                PutEpoch(tx, next);
                return next;
            },
            cancellation).ConfigureAwait(false);
        lock (_epochGate)
        {
            Epoch = Math.Max(Epoch, raised);
        }
    }

    internal long BestWallMs() => _clock.BestWallMs(PhysicalMs());

    internal HybridTime Stamp()
    {
        _clock.SetByNeighbours(_neighbours(), PhysicalMs());
        return _clock.Next(PhysicalMs());
    }

    internal void Witness(HybridTime time) => _clock.Witness(time, PhysicalMs());

    internal void Erased(FactScope scope, Fact tombstone, IReadOnlyList<Fact> dropped) => _erased(scope, tombstone, dropped);

    internal byte[] Sign(ReadOnlySpan<byte> statement) => _signer.Sign(statement);

    internal StreamId StreamOf(Scope scope) => scope switch
    {
        Scope.Mesh => StreamId.Mesh,
        Scope.Hub => StreamId.Hub,
        Scope.Self => StreamId.Self,
        _ => StreamId.OfSector(_identity.Sector),
    };

    private uint Settle(IFactTransaction tx)
    {
        var latest = tx.Newest(Self)?.Time ?? default;
        if (tx.GetLocal(Notes, "clock") is { Length: 8 } noted
            && HybridTime.Unpack(BinaryPrimitives.ReadUInt64BigEndian(noted), default) is var remembered && remembered.CompareStamp(latest) > 0)
        {
            latest = remembered;
        }
        _clock = new HybridClock(latest, _identity.ClockTrusted);
        var known = NotedEpoch(tx);
        var sameFile = tx.GetLocal(Notes, "store") is { } store && Encoding.UTF8.GetString(store) == _log.StoreIdentity;
        if (sameFile && known > 0)
        {
            return known;
        }
        // A new, copied or restored file starts a new life. Seconds since 2025 put it beyond every earlier life without
        // asking anyone: a box takes longer than that to be restored. A clock that is not trusted, or is
        // behind what was noted, may say the same again, so the name of the file, which no other file has, moves the life on.
        var seconds = (_time.GetUtcNow() - EpochZero).TotalSeconds;
        var byClock = seconds is > 0 and < int.MaxValue ? (uint)seconds : 0;
        var bySalt = _identity.ClockTrusted && byClock > known ? 0u : BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(_log.StoreIdentity)));
        var next = Math.Max(checked(known + 1), byClock) + bySalt;
        PutEpoch(tx, next);
        tx.PutLocal(Notes, "store", Encoding.UTF8.GetBytes(_log.StoreIdentity));
        return next;
    }

    private static uint NotedEpoch(IFactTransaction tx) =>
        tx.GetLocal(Notes, "epoch") is { } noted ? uint.Parse(Encoding.UTF8.GetString(noted), CultureInfo.InvariantCulture) : 0;

    private static void PutEpoch(IFactTransaction tx, uint epoch) =>
        tx.PutLocal(Notes, "epoch", Encoding.UTF8.GetBytes(epoch.ToString(CultureInfo.InvariantCulture)));

    private long PhysicalMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
