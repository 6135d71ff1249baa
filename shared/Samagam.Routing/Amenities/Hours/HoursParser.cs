namespace Samagam.Routing.Amenities.Hours;

/// <summary>Reads one opening_hours text by recursive descent; gives up whole where a part is not of the everyday kind.</summary>
internal sealed partial class HoursParser(string text)
{
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
}
