namespace Samagam.Routing.Amenities.Hours;

/// <summary>Whether a place is open.</summary>
public enum OpenState : byte
{
    Closed,
    Open,

    /// <summary>The text itself leaves it open ("by appointment", "08:00+").</summary>
    Unknown,
}

/// <summary>A time of day: minutes since midnight, or minutes from what the sun does.</summary>
internal readonly record struct ClockTime(SunEvent Event, int Minutes);

/// <summary>From one time to another; an end that is not after its start is of the next day. Open-ended ones end unknown.</summary>
internal readonly record struct TimeRange(ClockTime From, ClockTime To, bool OpenEnd)
{
    /// <summary>Minutes since midnight, start before end, at most two days; null when the sun does not do it that day.</summary>
    public (int From, int To)? On(DateOnly day, SunClock sun)
    {
        if (Minutes(From) is not { } from || Minutes(To) is not { } to)
        {
            return null;
        }
        return (from, to <= from ? to + OpeningHours.DayMinutes : to);

        int? Minutes(ClockTime time) => time.Event == SunEvent.None ? time.Minutes
            : sun.MinutesOf(time.Event, day) is { } minutes ? Math.Clamp(minutes + time.Minutes, 0, OpeningHours.DayMinutes - 1) : null;
    }
}

/// <summary>Days of the year, as month × 32 + day; of one year or of every year.</summary>
internal readonly record struct DateRange(int? FromYear, int From, int? ToYear, int To)
{
    public bool Contains(DateOnly day)
    {
        var at = (day.Month * 32) + day.Day;
        if (FromYear is { } first && ToYear is { } last)
        {
            var (from, to, now) = ((first * 512) + From, (last * 512) + To, (day.Year * 512) + at);
            return now >= from && now <= to;
        }
        return From <= To ? at >= From && at <= To : at >= From || at <= To;
    }
}

/// <summary>One rule of an opening_hours text.</summary>
/// <param name="Dates">When it holds; empty for always.</param>
/// <param name="Days">Bit 0 for Monday; 0 for every day.</param>
/// <param name="Times">Empty for the whole day.</param>
/// <param name="Adds">Comes after a comma: does not put aside what was said of the day before it.</param>
internal sealed record HoursRule(IReadOnlyList<DateRange> Dates, int Days, IReadOnlyList<TimeRange> Times, OpenState State, bool Adds)
{
    public bool HoldsOn(DateOnly day)
    {
        if (Days != 0 && (Days & (1 << (((int)day.DayOfWeek + 6) % 7))) == 0)
        {
            return false;
        }
        foreach (var range in Dates)
        {
            if (range.Contains(day))
            {
                return true;
            }
        }
        return Dates.Count == 0;
    }
}
