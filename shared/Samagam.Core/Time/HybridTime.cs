using System.Globalization;

namespace Samagam.Core.Time;

/// <summary>How far the clock that made a stamp could be trusted; more is better.</summary>
public enum ClockQuality : byte
{
    /// <summary>Never set since it lost power: may say 1970. Loses every tie.</summary>
    Unknown = 0,

    /// <summary>Set from the median of the neighbours.</summary>
    Neighbours = 1,

    /// <summary>Set by a time source of its own (NTP, GPS, a battery-backed clock).</summary>
    Trusted = 2,
}

/// <summary>
/// A stamp of the hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", OPODIS 2014): milliseconds since
/// 1970 UTC, a counter that orders stamps within one millisecond, and the quality of the clock that made it.
/// </summary>
public readonly record struct HybridTime(long WallMs, ushort Counter, ClockQuality Quality)
{
    /// <summary>Largest wall value that fits the 48 bits of the wire form (year 10889).</summary>
    public const long MaxWallMs = (1L << 48) - 1;

    /// <summary>Order of the stamps alone, whatever their quality.</summary>
    public int CompareStamp(HybridTime other)
    {
        var byWall = WallMs.CompareTo(other.WallMs);
        return byWall != 0 ? byWall : Counter.CompareTo(other.Counter);
    }

    /// <summary>
    /// Who came first, for claims: a better clock beats a worse one, then the earlier stamp wins. Negative when this
    /// stamp takes precedence. So a box that booted in 1970 wins no claim against a box that knows the time.
    /// </summary>
    public int ComparePrecedence(HybridTime other)
    {
        var byQuality = other.Quality.CompareTo(Quality);
        return byQuality != 0 ? byQuality : CompareStamp(other);
    }

    /// <summary>Who spoke last, for registers: a better clock beats a worse one, then the later stamp wins. Positive when this stamp wins.</summary>
    public int CompareRecency(HybridTime other)
    {
        var byQuality = Quality.CompareTo(other.Quality);
        return byQuality != 0 ? byQuality : CompareStamp(other);
    }

    /// <summary>Wire and storage form: wall in the upper 48 bits, counter in the lower 16.</summary>
    public ulong Packed => ((ulong)WallMs << 16) | Counter;

    public static HybridTime Unpack(ulong packed, ClockQuality quality) =>
        new((long)(packed >> 16), (ushort)packed, quality);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(WallMs):yyyy-MM-ddTHH:mm:ss.fffZ}+{Counter}{(Quality == ClockQuality.Trusted ? "" : "?")}");
}
