using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Locations;
using Samagam.Wire.People;

namespace Samagam.Node.Locations;

/// <summary>Reads kept histories of this box from the disk.</summary>
public sealed class TrailBook(FactDesk desk, PersonVault vault, LocationOptions options)
{
    /// <summary>All points kept and not yet to be forgotten, newest first.</summary>
    public IReadOnlyList<TrailPoint> Of(PersonId person)
    {
        var facts = FactLookup.Of(desk.Log);
        var oldest = desk.BestTime().WallMs - (options.HistoryDays * DayMs);
        return [.. Open(facts, person, facts.Below(person.Subject + Segment)).Where(p => p.Fix.RecordedMs >= oldest).OrderByDescending(p => p.Fix.RecordedMs).ThenBy(p => p.Mark)];
    }

    internal const long DayMs = 24 * 3_600_000L;
    private const string Segment = "/trail";

    /// <summary>Points of one day.</summary>
    internal IReadOnlyList<TrailPoint> OfDay(FactLookup facts, PersonId person, string day) => Open(facts, person, facts.Below(DayOf(person, day)));

    /// <summary><c>20270415</c>, in UTC.</summary>
    internal static string Day(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary><c>person/{id}/trail/{day}</c>.</summary>
    internal static string DayOf(PersonId person, string day) => $"{person.Subject}{Segment}/{day}";

    private List<TrailPoint> Open(FactLookup facts, PersonId person, IReadOnlyList<Fact> pieces)
    {
        var points = new List<TrailPoint>();
        if (pieces.Count == 0)
        {
            return points;
        }
        var about = facts.About(person.Subject);
        foreach (var piece in pieces)
        {
            if (PersonalCodec.SealedIn(piece, FactKinds.TrailKept) is { } closed && vault.Open(_ => about, person.Subject, closed.Span) is { } clear && LocationCodec.TryReadTrail(clear) is { } read)
            {
                points.AddRange(read);
            }
        }
        return points;
    }
}
