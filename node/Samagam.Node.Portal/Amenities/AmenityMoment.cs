using System.Globalization;
using Samagam.Core.Amenities;
using Samagam.Core.Crowd;
using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Hours;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Routing.Zones;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Amenities;

/// <summary>The amenities as they are at one moment: map, hours, crowd. Lives for one answer.</summary>
internal sealed class AmenityMoment
{
    private readonly PortalParts _parts;
    private readonly long _nowMs;
    private readonly DateTime _local;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan _offset;
    private readonly Func<int, int?> _levelOf;
    private readonly AmenityBook _book;
    private Dictionary<int, ZoneCrowd>? _crowd;

    public AmenityMoment(PortalParts parts, TimeZoneInfo zone, MapView view, AmenityCatalogue catalogue)
    {
        (_parts, _zone, View, Catalogue) = (parts, zone, view, catalogue);
        _nowMs = parts.Node.Desk.BestTime().WallMs;
        var now = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(_nowMs), zone);
        (_local, _offset) = (now.DateTime, now.Offset);
        _levelOf = LevelOf;
        _book = parts.Node.Picture.Snapshot.Amenities;
    }

    public MapView View { get; }

    public AmenityCatalogue Catalogue { get; }

    public DateOnly Today => DateOnly.FromDateTime(_local);

    public MapMoment Map => new(View.Map.Version, View.Conditions.Epoch, _parts.Node.Map.CrowdAgeMs / 1000.0);

    public bool Admits(AmenityFilter filter, int index) => filter.Admits(Catalogue, index, _local, _offset, _levelOf, i => StateOf(i) is var state ? (state.Operational, state.CrowdLevel) : default);

    /// <summary>What is said of it beyond the map: by staff, and by pilgrims.</summary>
    public AmenityState StateOf(int index) => StateOf(View.Map.Amenities[index]);

    private AmenityState StateOf(Amenity amenity) => _book.At(amenity.Id, _nowMs, _parts.Node.AmenityOptions);

    /// <summary>Whether it is in use, as far as anybody knows.</summary>
    public bool IsOperational(int index) => StateOf(index).Operational ?? View.Map.Amenities[index].Facts.IsOperational;

    /// <summary>The category an amenity is of, in the reader's language; of its type when it is of none.</summary>
    public string KindOf(Amenity amenity, string tag) => CategoryNames.Of(
        _book, amenity.Tags.TryGetValue(AmenityFilter.CategoryTag, out var word) && _book.Categories.TryGetValue(word, out var known) && !known.Said.Removed ? word : amenity.Type.Word(), amenity.Type, tag);

    /// <summary>Whether it is open and until when; null where nobody knows.</summary>
    public HoursNow? HoursOf(int index) => Catalogue.HoursOf(index, _local, _offset);

    /// <summary>A local moment with its offset.</summary>
    public DateTimeOffset At(DateTime local) => new(local, _zone.GetUtcOffset(local));

    /// <summary>Level and age of the zone an amenity lies in; null where nobody counts.</summary>
    public (int Level, long AgeSeconds)? CrowdOf(int index) => CrowdIn(Catalogue.ZonesOf(index).Crowd);

    private (int Level, long AgeSeconds)? CrowdIn(int zone) =>
        zone >= 0 && CrowdAt(zone) is { Belief: > 0 } crowd ? (LevelOf(zone)!.Value, crowd.AgeMs / 1000) : null;

    public AmenityView Of(int index, Words w, double? seconds = null, double? metres = null, float? score = null)
    {
        var amenity = View.Map.Amenities[index];
        return Of(amenity, w, HoursOf(index), Catalogue.ZonesOf(index), Catalogue.NamesOf(index), seconds, metres, score);
    }

    /// <summary>An amenity that may not be on the map in force yet.</summary>
    public AmenityView Of(Amenity amenity, Words w)
    {
        int At(ZoneKind kind) => View.Map.ZoneOf(amenity.Point, kind) is { } zone ? Enumerable.Range(0, View.Map.Zones.Count).First(z => View.Map.Zones[z] == zone) : -1;
        return Of(amenity, w, null, (At(ZoneKind.Sector), At(ZoneKind.Crowd)), AmenityCatalogue.Names(amenity), null, null, null);
    }

    private AmenityView Of(
        Amenity amenity, Words w, HoursNow? hours, (int Sector, int Crowd) zones, IReadOnlyDictionary<string, string> names, double? seconds, double? metres, float? score)
    {
        var facts = amenity.Facts;
        var (sector, zone) = zones;
        var crowd = CrowdIn(zone);
        var state = StateOf(amenity);
        var turns = hours?.Next is null ? (DateTimeOffset?)null : At(hours.Until);
        return new AmenityView(
            amenity.Id,
            amenity.Type.Word(),
            KindOf(amenity, w.Tag),
            amenity.Name.In(w.Tag),
            amenity.Name.In("hi"),
            names,
            amenity.Point.LatitudeDeg,
            amenity.Point.LongitudeDeg,
            facts.Address.Length > 0 ? facts.Address : null,
            sector < 0 ? null : View.Map.Zones[sector].Id,
            zone < 0 ? null : View.Map.Zones[zone].Id,
            facts.HoursText,
            hours?.State switch { OpenState.Open => true, OpenState.Closed => false, _ => null },
            hours?.Next == OpenState.Open ? turns : null,
            hours is { State: OpenState.Open, Next: OpenState.Closed } ? turns : null,
            facts.Hours is { DependsOnHolidays: true } ? true : null,
            state.Operational ?? facts.IsOperational,
            facts.Capacity,
            state.CrowdLevel ?? crowd?.Level,
            state.CrowdLevel is null ? crowd?.AgeSeconds : state.StaffAgeMs / 1000,
            facts.StepFree switch { Said.Yes => "yes", Said.Partly => "limited", Said.No => "no", _ => null },
            Known(facts.Fee),
            Known(facts.Drinkable),
            WordsOf(facts.ForWhom),
            seconds is { } s ? (int)Math.Round(s) : null,
            metres is { } m ? (int)Math.Round(m) : null,
            score is { } fit ? Math.Round(fit, 3) : null,
            amenity.Tags)
        {
            Category = amenity.Tags.GetValueOrDefault(AmenityFilter.CategoryTag),
            Staff = state.StaffAgeMs is { } ago ? new StaffWordView(state.ByStaff ? state.Operational : null, state.CrowdLevel, state.Note.Length > 0 ? state.Note : null, ago / 1000) : null,
            Reported = state.Reported is { } reported ? new ReportedView(FoundWords.Of(reported.State), reported.People, reported.AgeMs / 1000) : null,
        };
    }

    /// <summary>Seven days from today; null where the hours are not known.</summary>
    public IReadOnlyList<DayHours>? WeekOf(int index, Words w)
    {
        var amenity = View.Map.Amenities[index];
        if (amenity.Facts.Hours is not { } hours)
        {
            return null;
        }
        var sun = new SunClock(amenity.Point, _offset);
        return
        [
            .. Enumerable.Range(0, 7).Select(i => Today.AddDays(i)).Select(day => new DayHours(
                day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                w[Say.Sunday + (int)day.DayOfWeek],
                [.. hours.Of(day, sun).Select(o => new OpenHours(Clock(o.From), Clock(o.To), o.State == OpenState.Open))])),
        ];
    }

    public static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{(minutes > 1440 ? minutes - 1440 : minutes) / 60:00}:{minutes % 60:00}");

    private int? LevelOf(int zone) => CrowdAt(zone) is { Belief: > 0 } crowd
        // What routes reckon with, so that two answers of one box agree.
        ? CrowdLevels.Of(View.Conditions.Zones.TryGetValue(crowd.Zone, out var known) ? known.DensityPerM2 : crowd.DensityPerM2)
        : null;

    private ZoneCrowd CrowdAt(int zone)
    {
        _crowd ??= [];
        if (!_crowd.TryGetValue(zone, out var crowd))
        {
            crowd = _parts.Node.Picture.Snapshot.Crowd.At(View.Map.Zones[zone].Id, _nowMs, _parts.Node.Map.Options);
            _crowd.Add(zone, crowd);
        }
        return crowd;
    }

    private static bool? Known(Said said) => said switch { Said.Yes => true, Said.No => false, _ => null };

    private static IReadOnlyList<string>? WordsOf(ForWhom whom) => whom == ForWhom.Unknown ? null : ForWhomWords[(int)whom];

    // Every combination once: the answers share them.
    private static readonly string[][] ForWhomWords =
    [
        .. Enumerable.Range(0, 16).Select(bits => new[] { "male", "female", "unisex", "family" }.Where((_, i) => (bits & (1 << i)) != 0).ToArray()),
    ];
}
