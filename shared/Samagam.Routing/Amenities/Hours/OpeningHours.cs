namespace Samagam.Routing.Amenities.Hours;

/// <summary>A stretch of a day, minutes since its midnight; <paramref name="To"/> may lie in the next day (up to 2,880).</summary>
public readonly record struct OpenStretch(int From, int To, OpenState State);

/// <summary>
/// Opening hours, by the everyday part of the OpenStreetMap specification (wiki: Key:opening_hours/specification, version
/// 0.7.3): weekdays, times also past midnight, months and dates, <c>off</c>, sunrise and sunset, rules that replace (<c>;</c>)
/// and that add (<c>,</c>). Public and school holidays are not known here: their rules are left out and
/// <see cref="DependsOnHolidays"/> says so. All times are local to the place. A text with anything else in it is not read at
/// all: unknown is better than wrong. Immutable.
/// </summary>
public sealed class OpeningHours
{
    /// <summary>Longest text read: a tag has at most 255 characters.</summary>
    public const int MaxText = 255;

    /// <summary>Most rules of one text, and most times of one rule.</summary>
    public const int MaxRules = 32;

    internal const int DayMinutes = 1440;

    private readonly IReadOnlyList<HoursRule> _rules;

    internal OpeningHours(IReadOnlyList<HoursRule> rules, bool dependsOnHolidays) => (_rules, DependsOnHolidays) = (rules, dependsOnHolidays);

    /// <summary>The text says something else of holidays, which are not known here.</summary>
    public bool DependsOnHolidays { get; }

    /// <summary>Never closes.</summary>
    public bool IsAlwaysOpen => _rules is [{ Dates.Count: 0, Days: 0, Times.Count: 0, State: OpenState.Open }];

    /// <summary>The hours a text means; null for none and for what cannot be read for sure.</summary>
    public static OpeningHours? Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > MaxText ? null : new HoursParser(text).Run();

    /// <summary>Whether it is open at a local moment.</summary>
    public OpenState At(DateTime local, SunClock sun)
    {
        var day = DateOnly.FromDateTime(local);
        return At(MinuteOf(local), Paint(day, sun), Paint(Before(day), sun));
    }

    /// <summary>The next moment, to the minute, at which that changes, and to what; null when it does not within <paramref name="days"/>.</summary>
    public (DateTime Local, OpenState To)? NextChange(DateTime local, SunClock sun, int days = 35)
    {
        if (IsAlwaysOpen)
        {
            return null;
        }
        var day = DateOnly.FromDateTime(local);
        var (today, yesterday) = (Paint(day, sun), Paint(Before(day), sun));
        var minute = MinuteOf(local);
        var now = At(minute, today, yesterday);
        var turns = new SortedSet<int>();
        for (var i = 0; i <= days && day < DateOnly.MaxValue; i++)
        {
            turns.Clear();
            turns.Add(0);
            foreach (var stretch in today.Stretches)
            {
                turns.Add(stretch.From);
                turns.Add(stretch.To);
            }
            foreach (var stretch in yesterday.Stretches)
            {
                turns.Add(stretch.From - DayMinutes);
                turns.Add(stretch.To - DayMinutes);
            }
            foreach (var turn in turns)
            {
                if (turn >= 0 && turn < DayMinutes && (i > 0 || turn > minute) && At(turn, today, yesterday) is var then && then != now)
                {
                    return (day.ToDateTime(TimeOnly.MinValue).AddMinutes(turn), then);
                }
            }
            day = day.AddDays(1);
            (yesterday, today) = (today, Paint(day, sun));
        }
        return null;
    }

    /// <summary>The stretches that begin on a day, in order, without the closed ones: what a table of the week shows.</summary>
    public IReadOnlyList<OpenStretch> Of(DateOnly day, SunClock sun)
    {
        var painted = Paint(day, sun).Stretches;
        var turns = painted.SelectMany(s => new[] { s.From, s.To }).Distinct().Order().ToList();
        var shown = new List<OpenStretch>();
        for (var i = 0; i + 1 < turns.Count; i++)
        {
            var state = Top(painted, turns[i]) ?? OpenState.Closed;
            if (state == OpenState.Closed)
            {
                continue;
            }
            if (shown.Count > 0 && shown[^1].To == turns[i] && shown[^1].State == state)
            {
                shown[^1] = shown[^1] with { To = turns[i + 1] };
            }
            else
            {
                shown.Add(new OpenStretch(turns[i], turns[i + 1], state));
            }
        }
        return shown;
    }

    private static OpenState At(int minute, Painting today, Painting yesterday)
    {
        if (Top(today.Stretches, minute) is { } state)
        {
            return state;
        }
        // "Fr 20:00-02:00; Sa off": whether the night still counts as Friday nobody can tell.
        return Top(yesterday.Stretches, minute + DayMinutes) is not { } night ? OpenState.Closed : today.IsOff && night != OpenState.Closed ? OpenState.Unknown : night;
    }

    private static OpenState? Top(List<OpenStretch> stretches, int minute)
    {
        for (var i = stretches.Count - 1; i >= 0; i--)
        {
            if (minute >= stretches[i].From && minute < stretches[i].To)
            {
                return stretches[i].State;
            }
        }
        return null;
    }

    // Later rules lie on earlier ones.
    private Painting Paint(DateOnly day, SunClock sun)
    {
        var painting = new Painting([], IsOff: false);
        foreach (var rule in _rules)
        {
            if (!rule.HoldsOn(day))
            {
                continue;
            }
            var wholeDayOff = rule.State == OpenState.Closed && rule.Times.Count == 0;
            if (wholeDayOff || (!rule.Adds && rule.State != OpenState.Closed))
            {
                painting.Stretches.Clear();
            }
            painting = painting with { IsOff = wholeDayOff || (painting.IsOff && rule.State == OpenState.Closed) };
            if (rule.Times.Count == 0 && !wholeDayOff)
            {
                painting.Stretches.Add(new OpenStretch(0, DayMinutes, rule.State));
            }
            foreach (var range in rule.Times)
            {
                // A day on which the sun does not rise says nothing of hours by the sun.
                painting.Stretches.Add(range.On(day, sun) is var (from, to)
                    ? new OpenStretch(from, to, range.OpenEnd && rule.State == OpenState.Open ? OpenState.Unknown : rule.State)
                    : new OpenStretch(0, DayMinutes, OpenState.Unknown));
            }
        }
        return painting;
    }

    private static DateOnly Before(DateOnly day) => day == DateOnly.MinValue ? day : day.AddDays(-1);

    private static int MinuteOf(DateTime local) => (local.Hour * 60) + local.Minute;

    private readonly record struct Painting(List<OpenStretch> Stretches, bool IsOff);
}
