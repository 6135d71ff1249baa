namespace Samagam.Routing.Amenities.Hours;

// On which days: years, months, dates, weekdays and holidays.
internal sealed partial class HoursParser
{
    private static readonly string[] DayNames = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

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
}
