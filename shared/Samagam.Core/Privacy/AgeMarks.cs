using System.Collections.Immutable;

namespace Samagam.Core.Privacy;

/// <summary>After this much time lived, the log had come to this place.</summary>
public readonly record struct AgeMark(long LivedMs, long Cursor);

/// <summary>
/// How old what a box holds is, by the time the box itself has run since it got it: clocks that jump and hours without power make nothing older. A mark
/// is made now and then; what lies before a mark of long enough ago is at least so old. Immutable.
/// </summary>
/// <param name="LivedMs">Time this box has run in all.</param>
/// <param name="Marks">Oldest first.</param>
/// <param name="Done">By days of keeping: up to which place of the log everything was let go.</param>
public sealed record AgeMarks(long LivedMs, ImmutableArray<AgeMark> Marks, IReadOnlyDictionary<int, long> Done)
{
    /// <summary>Marks kept; with more, every second one goes, and ages are told more roughly.</summary>
    public const int MaxMarks = 400;

    private const long DayMs = 86_400_000;

    public static readonly AgeMarks None = new(0, [], new Dictionary<int, long>());

    /// <summary>The marks after so much more time, with the log at this place now.</summary>
    /// <param name="longestDays">Marks beyond need are let go.</param>
    public AgeMarks Lived(long moreMs, long cursor, int longestDays)
    {
        var lived = LivedMs + Math.Max(0, moreMs);
        var marks = Marks.Add(new AgeMark(lived, cursor));
        // Of those old enough for everything only the newest is of use.
        var useless = marks.Count(m => lived - m.LivedMs >= longestDays * DayMs) - 1;
        marks = useless > 0 ? marks.RemoveRange(0, useless) : marks;
        if (marks.Length > MaxMarks)
        {
            marks = [.. marks.Where((_, i) => i % 2 == 0 || i == marks.Length - 1)];
        }
        return this with { LivedMs = lived, Marks = marks };
    }

    /// <summary>Up to which place of the log everything is at least so old; 0 for nothing.</summary>
    public long DueUpTo(int days) => Marks.LastOrDefault(m => LivedMs - m.LivedMs >= days * DayMs).Cursor;

    public long DoneOf(int days) => Done.GetValueOrDefault(days);

    public AgeMarks WithDone(int days, long cursor) => this with { Done = new Dictionary<int, long>(Done) { [days] = cursor } };
}
