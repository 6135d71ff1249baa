namespace Samagam.Routing.Amenities.Hours;

/// <summary>Reads one opening_hours text by recursive descent; gives up whole where a part is not of the everyday kind.</summary>
internal sealed class HoursParser(string text)
{
    private const int MaxEndMinutes = 2 * OpeningHours.DayMinutes;

    private static readonly string[] DayNames = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private readonly List<HoursToken> _tokens = HoursToken.Of(text) ?? [];
    private int _at;
    private bool _holidays;

    private HoursToken Now => _tokens[_at];

    private HoursToken Next => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public OpeningHours? Run()
    {
        if (_tokens.Count == 0)
        {
            return null;
        }
        var rules = new List<HoursRule>();
        var adds = false;
        while (Now.Kind != HoursTokenKind.End)
        {
            if (!TryRule(adds, out var rule) || rules.Count == OpeningHours.MaxRules)
            {
                return null;
            }
            if (rule is not null)
            {
                rules.Add(rule);
            }
            adds = Now.Is(",");
            if (Now.Kind != HoursTokenKind.End)
            {
                // What ended the rule: only a semicolon may also end the text.
                _at++;
                if (adds && Now.Kind == HoursTokenKind.End)
                {
                    return null;
                }
            }
        }
        return rules.Count == 0 ? null : new OpeningHours(rules, _holidays);
    }

    // One rule up to its separator; a rule only for holidays is read and left out (null).
    private bool TryRule(bool adds, out HoursRule? rule)
    {
        rule = null;
        var start = _at;
        if (Now.Kind == HoursTokenKind.Number && Now.Text == "24" && Next.Is("/"))
        {
            _at += 2;
            if (Now.Text != "7")
            {
                return false;
            }
            _at++;
        }
        var dates = new List<DateRange>();
        var (days, forHolidays, times) = (0, false, new List<TimeRange>());
        if (_at == start && !(TryDates(dates) && TryDays(out days, out forHolidays) && TryTimes(times)))
        {
            return false;
        }
        var state = Modifier();
        if (_at == start || !(Now.Kind == HoursTokenKind.End || Now.Is(";") || Now.Is(",")))
        {
            return false;
        }
        if (days == 0 && forHolidays)
        {
            return true;
        }
        rule = new HoursRule(dates, days, times, state, adds);
        return true;
    }

    private OpenState Modifier()
    {
        OpenState? said = null;
        if (Now.Kind == HoursTokenKind.Word && Now.Text is "open" or "off" or "closed" or "unknown")
        {
            said = Now.Text switch { "open" => OpenState.Open, "unknown" => OpenState.Unknown, _ => OpenState.Closed };
            _at++;
        }
        if (Now.Kind == HoursTokenKind.Comment)
        {
            // A bare remark is a condition the reader cannot weigh.
            said ??= OpenState.Unknown;
            _at++;
        }
        return said ?? OpenState.Open;
    }

    private bool TryDates(List<DateRange> dates)
    {
        while (IsDate())
        {
            if (!TryDate(null, last: false, out var fromYear, out var from, out var fromMonth))
            {
                return false;
            }
            var (toYear, to) = (fromYear, from % 32 == 0 ? from + 31 : from);
            if (Now.Is("-"))
            {
                _at++;
                // "Dec 24-26" names the month once.
                if (!TryDate(Now.Kind == HoursTokenKind.Number ? fromMonth : null, last: true, out toYear, out to, out _))
                {
                    return false;
                }
                if (fromYear is null != toYear is null)
                {
                    if (toYear is not null)
                    {
                        return false;
                    }
                    toYear = to < from ? fromYear + 1 : fromYear;
                }
            }
            dates.Add(new DateRange(fromYear, from, toYear, to));
            if (Now.Is(",") && (IsMonth(Next) || IsYear(Next)))
            {
                _at++;
                continue;
            }
            break;
        }
        if (dates.Count > 0 && Now.Is(":"))
        {
            _at++;
        }
        return dates.Count <= OpeningHours.MaxRules;
    }

    // [year] month [day]; day 0 or, as an end, 31 when it is not named.
    private bool TryDate(int? monthBefore, bool last, out int? year, out int date, out int? month)
    {
        (year, date, month) = (null, 0, monthBefore);
        if (IsYear(Now))
        {
            year = Now.Value;
            month = null;
            _at++;
        }
        if (month is null)
        {
            if (!IsMonth(Now))
            {
                return false;
            }
            month = Array.IndexOf(MonthNames, Now.Text) + 1;
            _at++;
        }
        date = month.Value * 32;
        if (Now.Kind == HoursTokenKind.Number && Now.Text.Length <= 2)
        {
            if (Now.Value is < 1 or > 31)
            {
                return false;
            }
            date += Now.Value;
            _at++;
        }
        else if (last)
        {
            date += 31;
        }
        return true;
    }

    private bool IsDate() => IsMonth(Now) || (IsYear(Now) && IsMonth(Next));

    private static bool IsYear(HoursToken token) => token.Kind == HoursTokenKind.Number && token.Text.Length == 4 && token.Value is >= 1900 and < 3000;

    private static bool IsMonth(HoursToken token) => token.Kind == HoursTokenKind.Word && Array.IndexOf(MonthNames, token.Text) >= 0;

    private static int DayOf(HoursToken token) => token.Kind == HoursTokenKind.Word ? Array.IndexOf(DayNames, token.Text) : -1;

    private static bool IsHoliday(HoursToken token) => token.IsWord("ph") || token.IsWord("sh");

    private bool TryDays(out int days, out bool forHolidays)
    {
        (days, forHolidays) = (0, false);
        while (true)
        {
            if (IsHoliday(Now))
            {
                _holidays = forHolidays = true;
                _at++;
            }
            else if (DayOf(Now) is >= 0 and var from)
            {
                _at++;
                var to = from;
                if (Now.Is("-"))
                {
                    _at++;
                    to = DayOf(Now);
                    if (to < 0)
                    {
                        return false;
                    }
                    _at++;
                }
                for (var day = from; ; day = (day + 1) % 7)
                {
                    days |= 1 << day;
                    if (day == to)
                    {
                        break;
                    }
                }
            }
            else
            {
                return days == 0 && !forHolidays;
            }
            if (Now.Is(",") && (DayOf(Next) >= 0 || IsHoliday(Next)))
            {
                _at++;
                continue;
            }
            if (Now.Is(":"))
            {
                _at++;
            }
            return true;
        }
    }

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
