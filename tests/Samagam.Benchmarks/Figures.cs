using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Samagam.Benchmarks;

/// <summary>Rows of figures: a table for people, JSON for machines.</summary>
internal sealed class Figures
{
    // Each question is timed in every pass and its middle time counts: what else the machine does in between does not.
    private const int Passes = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly List<Row> _rows = [];
    private readonly List<Noted> _facts = [];

    /// <summary>Times each of some questions by itself, in microseconds.</summary>
    /// <param name="name">What is asked.</param>
    /// <param name="count">How many questions.</param>
    /// <param name="ask">Asks one.</param>
    /// <param name="aim">The median to stay below, microseconds; 0 for none.</param>
    /// <param name="passes">How often all are asked; each question counts with its middle time.</param>
    /// <param name="prepare">Done before each, untimed.</param>
    public double Time(string name, int count, Action<int> ask, double aim = 0, int passes = Passes, Action<int>? prepare = null)
    {
        var times = new double[count][];
        for (var i = 0; i < count; i++)
        {
            times[i] = new double[passes];
        }
        // First passes warm up: compiled code, caches. The compiler takes its time in the background, so short ones are repeated.
        var warmed = passes == 1;
        var began = Stopwatch.GetTimestamp();
        for (var pass = warmed ? 0 : -1; pass < passes; pass++)
        {
            if (!warmed && pass == 0 && Stopwatch.GetElapsedTime(began) < WarmUp)
            {
                pass = -1;
            }
            for (var i = 0; i < count; i++)
            {
                prepare?.Invoke(i);
                var start = Stopwatch.GetTimestamp();
                ask(i);
                var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                if (pass >= 0)
                {
                    times[i][pass] = took;
                }
            }
        }
        var middles = times.Select(t => t.Order().ElementAt(t.Length / 2)).Order().ToArray();
        var row = new Row(name, count, middles[0], middles[count / 2], middles[count * 95 / 100], aim);
        _rows.Add(row);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-44} {row.LeastUs,11:N2} {row.MedianUs,11:N2} {row.P95Us,11:N2} {(aim > 0 ? $"≤ {aim:N1}" : ""),10} {row.Verdict,6} {count,7:N0}"));
        return row.MedianUs;
    }

    public static void Heading() => Console.WriteLine($"{"microseconds, one thread",-44} {"least",11} {"median",11} {"p95",11} {"aim",10} {"",6} {"count",7}");

    /// <summary>Notes a single number, and what it should stay at or below.</summary>
    public void Fact(string name, double value, string unit, double? aim = null)
    {
        var fact = new Noted(name, value, unit, aim);
        _facts.Add(fact);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {value,11:N1} {unit} {(aim is { } most ? $"≤ {most:N1} {fact.Verdict}" : "")}"));
    }

    /// <summary>Says how many aims were met, and names those that were not.</summary>
    public void Verdict()
    {
        var aimed = _rows.Where(r => r.AimUs > 0).Select(r => (r.Name, r.Verdict)).Concat(_facts.Where(f => f.Aim is not null).Select(f => (f.Name, f.Verdict))).ToList();
        var missed = aimed.Where(a => a.Verdict == Missed).Select(a => a.Name).ToList();
        Console.WriteLine($"{aimed.Count - missed.Count} of {aimed.Count} aims met{(missed.Count > 0 ? "; not: " + string.Join(", ", missed) : "")}");
    }

    /// <summary>How many times one row's median is another's.</summary>
    public void Ratio(string slow, string quick)
        => Fact($"{slow} : {quick}", _rows.First(r => r.Name == slow).MedianUs / _rows.First(r => r.Name == quick).MedianUs, "×");

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(new { rows = _rows, facts = _facts }, JsonSerializerOptions.Web));

    private const string Met = "met";
    private const string Missed = "missed";

    private sealed record Row(string Name, int Count, double LeastUs, double MedianUs, double P95Us, double AimUs)
    {
        public string Verdict => AimUs <= 0 ? "" : MedianUs <= AimUs ? Met : Missed;
    }

    private sealed record Noted(string Name, double Value, string Unit, double? Aim)
    {
        public string Verdict => Aim is null ? "" : Value <= Aim ? Met : Missed;
    }
}
