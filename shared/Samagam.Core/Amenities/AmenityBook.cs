using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Core.Amenities;

/// <summary>
/// All that was said of amenities and categories. Immutable; the same facts in any order give the same book. Bounded: beyond the limits the amenities and categories
/// of the least ids stay, and of reports the newest.
/// </summary>
public sealed class AmenityBook
{
    /// <summary>Amenities staff said something about; as many states of staff.</summary>
    public const int MaxSaid = 20_000;

    public const int MaxCategories = 256;

    /// <summary>Reports kept, one of each box and amenity.</summary>
    public const int MaxReports = 20_000;

    public static readonly AmenityBook Empty = new();

    private AmenityBook()
    {
    }

    /// <summary>What staff say amenities are, by id. Another object only when one of them changed.</summary>
    public ImmutableSortedDictionary<string, (Fact Fact, AmenitySaid Said)> Said { get; private init; } = Sorted<(Fact, AmenitySaid)>();

    /// <summary>By word. Another object only when one of them changed.</summary>
    public ImmutableSortedDictionary<string, (Fact Fact, CategorySaid Said)> Categories { get; private init; } = Sorted<(Fact, CategorySaid)>();

    private ImmutableSortedDictionary<string, (Fact Fact, AmenityStatus Status)> Statuses { get; init; } = Sorted<(Fact, AmenityStatus)>();

    private ImmutableSortedDictionary<string, ImmutableSortedDictionary<NodeId, (Fact Fact, AmenityReport Report)>> Reports { get; init; } =
        Sorted<ImmutableSortedDictionary<NodeId, (Fact, AmenityReport)>>();

    // The reports once more, oldest first, so that the limit costs nothing to keep.
    private ImmutableSortedSet<(long AtMs, string Id, NodeId Box)> ByAge { get; init; } = [];

    /// <summary>Reports kept.</summary>
    public int ReportCount => ByAge.Count;

    public uint EditsOf(string id) => Said.TryGetValue(id, out var entry) ? entry.Fact.Edits : 0;

    public uint StatusEditsOf(string id) => Statuses.TryGetValue(id, out var entry) ? entry.Fact.Edits : 0;

    public uint CategoryEditsOf(string word) => Categories.TryGetValue(word, out var entry) ? entry.Fact.Edits : 0;

    /// <summary>What staff last found; null for nothing.</summary>
    public AmenityStatus? StatusOf(string id) => Statuses.TryGetValue(id, out var entry) ? entry.Status : null;

    /// <summary>What a box last said its pilgrims say, and when.</summary>
    public (long AtMs, AmenityReport Report)? ReportOf(string id, NodeId box) =>
        Reports.TryGetValue(id, out var boxes) && boxes.TryGetValue(box, out var entry) ? (entry.Fact.Time.WallMs, entry.Report) : null;

    /// <summary>How an amenity is at a moment.</summary>
    public AmenityState At(string id, long nowMs, AmenityOptions options)
    {
        var status = Statuses.TryGetValue(id, out var entry) ? (entry.Fact.Time.WallMs, entry.Status) : ((long, AmenityStatus)?)null;
        return Reports.TryGetValue(id, out var boxes)
            ? AmenityState.At(status, boxes.Values.Select(r => (r.Fact.Time.WallMs, r.Report)), nowMs, options)
            : status is null ? AmenityState.Unsaid : AmenityState.At(status, [], nowMs, options);
    }

    public AmenityBook With(Fact fact, AmenitySaid said) => Put(Said, said.Id, fact, said, MaxSaid) is { } next ? Copy(said: next) : this;

    public AmenityBook With(Fact fact, CategorySaid said) => Put(Categories, said.Word, fact, said, MaxCategories) is { } next ? Copy(categories: next) : this;

    public AmenityBook With(Fact fact, AmenityStatus status) => Put(Statuses, status.Id, fact, status, MaxSaid) is { } next ? Copy(statuses: next) : this;

    public AmenityBook With(Fact fact, AmenityReport report)
    {
        var box = fact.Id.Origin;
        var known = Reports.GetValueOrDefault(report.Id) ?? ImmutableSortedDictionary<NodeId, (Fact, AmenityReport)>.Empty;
        var byAge = ByAge;
        if (known.TryGetValue(box, out var held))
        {
            if (Supersession.Compare(FoldingLaw.Own, held.Item1, fact) >= 0)
            {
                return this;
            }
            byAge = byAge.Remove((held.Item1.Time.WallMs, report.Id, box));
        }
        byAge = byAge.Add((fact.Time.WallMs, report.Id, box));
        var reports = Reports.SetItem(report.Id, known.SetItem(box, (fact, report)));
        if (byAge.Count > MaxReports)
        {
            var (_, id, from) = byAge.Min;
            byAge = byAge.Remove(byAge.Min);
            var rest = reports[id].Remove(from);
            reports = rest.IsEmpty ? reports.Remove(id) : reports.SetItem(id, rest);
        }
        return new AmenityBook { Said = Said, Categories = Categories, Statuses = Statuses, Reports = reports, ByAge = byAge };
    }

    private AmenityBook Copy(
        ImmutableSortedDictionary<string, (Fact, AmenitySaid)>? said = null, ImmutableSortedDictionary<string, (Fact, CategorySaid)>? categories = null,
        ImmutableSortedDictionary<string, (Fact, AmenityStatus)>? statuses = null) =>
        new() { Said = said ?? Said, Categories = categories ?? Categories, Statuses = statuses ?? Statuses, Reports = Reports, ByAge = ByAge };

    // Null when nothing changes. Ids are only ever added, so that keeping the least of them is the same in any order.
    private static ImmutableSortedDictionary<string, (Fact, T)>? Put<T>(ImmutableSortedDictionary<string, (Fact Fact, T Value)> all, string key, Fact fact, T value, int most)
    {
        if (all.TryGetValue(key, out var held))
        {
            return Supersession.Compare(FoldingLaw.Latest, held.Fact, fact) >= 0 ? null : all.SetItem(key, (fact, value));
        }
        if (all.Count < most)
        {
            return all.Add(key, (fact, value));
        }
        var last = all.Keys.Last();
        return string.CompareOrdinal(key, last) > 0 ? null : all.Remove(last).Add(key, (fact, value));
    }

    private static ImmutableSortedDictionary<string, T> Sorted<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
