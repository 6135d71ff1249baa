using System.Globalization;

namespace Samagam.Rpc.Frames;

/// <summary>The <c>grpc-timeout</c> value: at most eight digits and a unit, H M S m u n (PROTOCOL-HTTP2.md).</summary>
internal static class GrpcTimeout
{
    /// <summary>What a timer can hold; longer timeouts are cut to it, which nobody lives to notice.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond), ('m', TimeSpan.TicksPerMillisecond), ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute), ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>False for anything the grammar does not know: no digits, more than eight, another unit.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }
        long ticks;
        if (text[^1] == 'n')
        {
            // A tick is 100 ns: rounded up, so that a caller never gets less than it gave.
            ticks = (value + 99) / 100;
        }
        else
        {
            var unit = Array.Find(Units, u => u.Unit == text[^1]);
            if (unit.Ticks == 0)
            {
                return false;
            }
            ticks = value * unit.Ticks;
        }
        timeout = TimeSpan.FromTicks(Math.Min(ticks, Longest.Ticks));
        return true;
    }

    /// <summary>The finest unit in which eight digits hold it, rounded up.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Clamp(timeout.Ticks, 0, Longest.Ticks);
        foreach (var (unit, size) in Units)
        {
            var value = (ticks + size - 1) / size;
            if (value <= MaxValue)
            {
                return value.ToString(CultureInfo.InvariantCulture) + unit;
            }
        }
        throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "longer than any unit can say");
    }
}
