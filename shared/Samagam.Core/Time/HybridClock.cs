namespace Samagam.Core.Time;

/// <summary>
/// The clock that stamps facts: never runs backwards, never earlier than the last stamp made durable, follows a
/// trustworthy neighbour forward by at most <see cref="MaxAheadMs"/>. It is given the physical time; it takes none.
/// Not safe for concurrent use: the single writer owns it.
/// </summary>
public sealed class HybridClock
{
    /// <summary>A box that trusts its clock adopts a stamp only if it is at most this far ahead: a clock set to 2030 drags nobody along.</summary>
    public const long MaxAheadMs = 60_000;

    private readonly bool _trusted;
    private long _wallMs;
    private ushort _counter;
    private long? _offsetMs;

    /// <param name="lastDurable">The newest stamp this box ever made durable; default for none.</param>
    /// <param name="trusted">True when the physical clock has a source of its own.</param>
    public HybridClock(HybridTime lastDurable, bool trusted)
    {
        _wallMs = lastDurable.WallMs;
        _counter = lastDurable.Counter;
        _trusted = trusted;
    }

    public ClockQuality Quality =>
        _trusted ? ClockQuality.Trusted : _offsetMs is null ? ClockQuality.Unknown : ClockQuality.Neighbours;

    /// <summary>The latest stamp made or adopted; what is made durable, so that the next life begins after it.</summary>
    public HybridTime Latest => new(_wallMs, _counter, Quality);

    /// <summary>Best known time in ms since 1970 for a physical reading, without making a stamp.</summary>
    public long BestWallMs(long physicalMs) => physicalMs + (_trusted ? 0 : _offsetMs ?? 0);

    /// <summary>A stamp later than every stamp made before.</summary>
    public HybridTime Next(long physicalMs)
    {
        var nowMs = Math.Clamp(BestWallMs(physicalMs), 0, HybridTime.MaxWallMs);
        if (nowMs > _wallMs)
        {
            (_wallMs, _counter) = (nowMs, 0);
        }
        else if (_counter < ushort.MaxValue)
        {
            _counter++;
        }
        else
        {
            (_wallMs, _counter) = (_wallMs + 1, 0);
        }
        return new HybridTime(_wallMs, _counter, Quality);
    }

    /// <summary>Takes note of another box's stamp, so that what is stamped here afterwards is later. Any stamp may be shown; only a plausible one is adopted.</summary>
    public void Witness(HybridTime other, long physicalMs)
    {
        if (other.Quality == ClockQuality.Unknown || Quality == ClockQuality.Unknown
            || other.WallMs > BestWallMs(physicalMs) + MaxAheadMs)
        {
            return;
        }
        if (other.WallMs > _wallMs || (other.WallMs == _wallMs && other.Counter > _counter))
        {
            (_wallMs, _counter) = (other.WallMs, other.Counter);
        }
    }

    /// <summary>
    /// A box without a time source sets itself by the median of what its neighbours say now. Neighbours whose own
    /// clock is of unknown quality must not be in <paramref name="neighbourWallMs"/>. A trusted clock ignores it.
    /// </summary>
    public void SetByNeighbours(IReadOnlyList<long> neighbourWallMs, long physicalMs)
    {
        if (_trusted || neighbourWallMs.Count == 0)
        {
            return;
        }
        var sorted = neighbourWallMs.Order().ToArray();
        _offsetMs = sorted[(sorted.Length - 1) / 2] - physicalMs;
    }
}
