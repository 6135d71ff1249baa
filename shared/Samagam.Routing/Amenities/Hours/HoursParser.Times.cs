namespace Samagam.Routing.Amenities.Hours;

// At which hours: spans of clock times and of the sun.
internal sealed partial class HoursParser
{
    private const int MaxEndMinutes = 2 * OpeningHours.DayMinutes;

    private bool TryTimes(List<TimeRange> times)
    {
        while (IsTime(Now))
        {
            if (times.Count == OpeningHours.MaxRules || !TryTime(out var from))
            {
                return false;
            }
            var (to, openEnd) = (new ClockTime(SunEvent.None, OpeningHours.DayMinutes), false);
            if (Now.Is("+"))
            {
                (openEnd, _at) = (true, _at + 1);
            }
            else if (!Now.Is("-"))
            {
                return false;
            }
            else
            {
                _at++;
                // An end that may be later than named is open as well.
                if (!TryTime(out to) || Now.Is("+"))
                {
                    return false;
                }
            }
            if (from.Event == SunEvent.None && (from.Minutes >= OpeningHours.DayMinutes || (to.Event == SunEvent.None && (to.Minutes > MaxEndMinutes || to.Minutes == from.Minutes))))
            {
                return false;
            }
            times.Add(new TimeRange(from, to, openEnd));
            if (!(Now.Is(",") && IsTime(Next)))
            {
                break;
            }
            _at++;
        }
        return true;
    }

    private static bool IsTime(HoursToken token) => token.Kind == HoursTokenKind.Time || token.Is("(") || SunOf(token) != SunEvent.None;

    private static SunEvent SunOf(HoursToken token) => token.Kind != HoursTokenKind.Word ? SunEvent.None : token.Text switch
    {
        "dawn" => SunEvent.Dawn,
        "sunrise" => SunEvent.Sunrise,
        "sunset" => SunEvent.Sunset,
        "dusk" => SunEvent.Dusk,
        _ => SunEvent.None,
    };

    // hh:mm, sunrise, or (sunrise+hh:mm).
    private bool TryTime(out ClockTime time)
    {
        time = default;
        if (Now.Kind == HoursTokenKind.Time)
        {
            time = new ClockTime(SunEvent.None, Now.Value);
            _at++;
            return time.Minutes <= MaxEndMinutes;
        }
        if (SunOf(Now) is var bare && bare != SunEvent.None)
        {
            time = new ClockTime(bare, 0);
            _at++;
            return true;
        }
        if (!Now.Is("(") || SunOf(Next) is not (var sun and not SunEvent.None))
        {
            return false;
        }
        _at += 2;
        var sign = Now.Is("+") ? 1 : Now.Is("-") ? -1 : 0;
        if (sign == 0 || Next.Kind != HoursTokenKind.Time || Next.Value > OpeningHours.DayMinutes)
        {
            return false;
        }
        time = new ClockTime(sun, sign * Next.Value);
        _at += 2;
        if (!Now.Is(")"))
        {
            return false;
        }
        _at++;
        return true;
    }
}
