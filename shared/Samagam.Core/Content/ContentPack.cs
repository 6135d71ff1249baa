using System.Collections.Frozen;

namespace Samagam.Core.Content;

/// <summary>What people can visit and how to spend a day, as one edition that was checked whole. Immutable; a new edition takes the place of the old by one reference.</summary>
public sealed class ContentPack
{
    private readonly FrozenDictionary<string, PointOfInterest> _pois;
    private readonly FrozenDictionary<string, Itinerary> _itineraries;

    /// <summary>Puts together what a reader has checked.</summary>
    /// <param name="hash">SHA-256 of the manifest's bytes, lower-case hexadecimal: names the edition, to the last letter of every file.</param>
    public ContentPack(PackManifest manifest, string hash, IEnumerable<PointOfInterest> pois, IEnumerable<Itinerary> itineraries)
    {
        (Manifest, Hash) = (manifest, hash);
        Pois = [.. pois.OrderBy(p => p.Id, StringComparer.Ordinal)];
        Itineraries = [.. itineraries.OrderBy(i => i.Id, StringComparer.Ordinal)];
        _pois = Pois.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        _itineraries = Itineraries.ToFrozenDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var stop in Itineraries.SelectMany(i => i.Stops))
        {
            Invariant.Hold(_pois.ContainsKey(stop), "an itinerary leads through places of its own pack");
        }
    }

    public PackManifest Manifest { get; }

    public string Hash { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<PointOfInterest> Pois { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<Itinerary> Itineraries { get; }

    public PointOfInterest? Poi(string id) => _pois.GetValueOrDefault(id);

    public Itinerary? Itinerary(string id) => _itineraries.GetValueOrDefault(id);

    /// <summary>The places of an itinerary of this pack, in order.</summary>
    public IReadOnlyList<PointOfInterest> StopsOf(Itinerary itinerary) => [.. itinerary.Stops.Select(s => _pois[s])];

    /// <summary>Its length by straight lines from place to place, metres: what is known of it without a map.</summary>
    public double StraightMetres(Itinerary itinerary)
    {
        var stops = StopsOf(itinerary);
        return stops.Zip(stops.Skip(1)).Sum(pair => pair.First.Point.DistanceM(pair.Second.Point));
    }
}
