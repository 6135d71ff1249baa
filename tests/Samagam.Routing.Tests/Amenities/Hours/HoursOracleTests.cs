using Samagam.Routing.Amenities.Hours;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Amenities.Hours;

/// <summary>Random texts, read minute by minute, against a calendar that is painted by hand.</summary>
public sealed class HoursOracleTests
{
    private const int Minutes = 1440;
    private const int Days = 10;
    private static readonly string[] Names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly DateTime Start = new(2028, 2, 25, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly SunClock Sun = new(new Coordinate(23.18, 75.77), TimeSpan.FromMinutes(330));

    [Fact]
    public void Every_minute_of_a_week_is_as_painted_and_every_change_is_found() => Seeds.ForEach(15, (_, luck) =>
    {
        var rules = new List<Rule>();
        for (var left = luck.Next(1, 5); left > 0; left--)
        {
            rules.Add(Rule.Any(luck, rules.LastOrDefault()));
        }
        var text = string.Concat(rules.Select((r, i) => (i == 0 ? "" : r.Adds ? ", " : "; ") + r.Text));
        var hours = OpeningHours.Parse(text);
        Assert.True(hours is not null, text);
        var painted = Paint(rules);
        for (var m = Minutes; m < (Days - 1) * Minutes; m++)
        {
            Assert.True(painted[m] == hours.At(Start.AddMinutes(m), Sun), $"{text} at {Start.AddMinutes(m):ddd yyyy-MM-dd HH:mm}: {painted[m]}");
        }
        for (var i = 0; i < 40; i++)
        {
            var from = luck.Next(Minutes, (Days - 1) * Minutes);
            var to = from;
            while (to < (Days - 1) * Minutes && painted[to] == painted[from])
            {
                to++;
            }
            var found = hours.NextChange(Start.AddMinutes(from), Sun);
            if (to < (Days - 1) * Minutes)
            {
                Assert.True(found == (Start.AddMinutes(to), painted[to]), $"{text} after {Start.AddMinutes(from):ddd HH:mm}: {Start.AddMinutes(to):ddd HH:mm}, not {found}");
            }
        }
    });

    [Fact]
    public void Whatever_a_map_says_is_read_or_not_read() => Seeds.ForEach(2, (_, luck) =>
    {
        string[] pieces = ["Mo", "-", "Fr", "08:00", "18:00", ",", ";", " ", "off", "PH", "sunrise", "(", ")", "+", "24/7", "Jan", "2028", "12", "\"x\"", ":", "week", "é", "\uD800", "99:99", "open"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, luck.Next(1, 14)).Select(_ => pieces[luck.Next(pieces.Length)]));
            if (OpeningHours.Parse(text) is { } hours)
            {
                hours.At(Start, Sun);
                hours.NextChange(Start, Sun);
                hours.Of(DateOnly.FromDateTime(Start), Sun);
            }
        }
    });

    // A layer for each day: what is said of it, in order; what replaces wipes the layer. Then layers are laid one on the other.
    private static OpenState[] Paint(List<Rule> rules)
    {
        var all = new OpenState[Days * Minutes];
        OpenState?[]? night = null;
        for (var d = 0; d < Days; d++)
        {
            var date = Start.AddDays(d);
            var layer = new OpenState?[2 * Minutes];
            var off = false;
            foreach (var rule in rules.Where(r => r.Holds(date)))
            {
                var clears = rule.Times.Count == 0 && rule.Off || (!rule.Off && !rule.Adds);
                if (clears)
                {
                    Array.Clear(layer);
                }
                off = rule.Off && (rule.Times.Count == 0 || off);
                foreach (var (from, to) in rule.Times.Count == 0 && !rule.Off ? [(0, Minutes)] : rule.Times)
                {
                    Array.Fill(layer, rule.Off ? OpenState.Closed : OpenState.Open, from, to - from);
                }
            }
            for (var m = 0; m < Minutes; m++)
            {
                var late = night?[Minutes + m];
                all[(d * Minutes) + m] = layer[m] ?? (late == OpenState.Open && off ? OpenState.Unknown : late ?? OpenState.Closed);
            }
            night = layer;
        }
        return all;
    }

    private sealed record Rule(string Text, bool Off, bool Adds, List<(int From, int To)> Times, Func<DateTime, bool> Holds)
    {
        public static Rule Any(Random luck, Rule? before)
        {
            var off = before is not null && luck.Next(3) == 0;
            var times = luck.Next(4) == 0 ? [] : Enumerable.Range(0, luck.Next(1, 4)).Select(_ => Time(luck)).ToList();
            var (dates, inDates) = Dates(luck);
            var (days, onDays) = Week(luck);
            // A rule of nothing is none.
            if (days.Length == 0)
            {
                (days, onDays) = ("Mo-Su", _ => true);
            }
            var spans = string.Join(luck.Next(2) == 0 ? "," : ", ", times.Select(t => $"{Clock(t.From)}-{Clock(t.Late && t.To > Minutes ? t.To : t.To % Minutes == 0 ? Minutes : t.To % Minutes)}"));
            var text = string.Join(' ', new[] { dates, days, spans, off ? luck.Next(2) == 0 ? "off" : "closed" : "" }.Where(p => p.Length > 0));
            // After bare weekdays a comma would only name more of them.
            return new Rule(text, off, before is { Times.Count: > 0 } && luck.Next(3) == 0, [.. times.Select(t => (t.From, t.To))], day => inDates(day) && onDays(day));
        }

        private static (int From, int To, bool Late) Time(Random luck)
        {
            var from = luck.Next(Minutes);
            return (from, from + luck.Next(1, Minutes), luck.Next(2) == 0);
        }

        private static (string, Func<DateTime, bool>) Week(Random luck)
        {
            if (luck.Next(4) == 0)
            {
                return ("", _ => true);
            }
            var texts = new List<string>();
            var on = new bool[7];
            for (var i = luck.Next(1, 4); i > 0; i--)
            {
                var (from, length) = (luck.Next(7), luck.Next(0, 6));
                texts.Add(length == 0 ? Names[from] : $"{Names[from]}-{Names[(from + length) % 7]}");
                for (var day = 0; day <= length; day++)
                {
                    on[(from + day) % 7] = true;
                }
            }
            return (string.Join(',', texts), day => on[((int)day.DayOfWeek + 6) % 7]);
        }

        private static (string, Func<DateTime, bool>) Dates(Random luck) => luck.Next(8) switch
        {
            0 => ("Feb", d => d.Month == 2),
            1 => ("Mar-Jan", d => d.Month != 2),
            2 => ("Feb 28-29", d => d is { Month: 2, Day: 28 or 29 }),
            3 => ("Feb 29-Mar 2", d => d is { Month: 2, Day: 29 } or { Month: 3, Day: <= 2 }),
            4 => ("2028 Mar 1", d => d is { Year: 2028, Month: 3, Day: 1 }),
            5 => ("2027 Dec 5-2028 Feb 27", d => d < new DateTime(2028, 2, 28)),
            _ => ("", _ => true),
        };

        private static string Clock(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
    }
}
