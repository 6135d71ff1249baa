using System.Collections.Frozen;

namespace Samagam.Core.Content;

/// <summary>What people can visit and how to spend a day, as one edition that was checked whole. Immutable; a new edition takes the place of the old by one reference.</summary>
public sealed class ContentPack
{
    private readonly FrozenDictionary<string, PointOfInterest> _pois;
    private readonly FrozenDictionary<string, Itinerary> _itineraries;
    private readonly ILookup<string, AudioGuide> _audio;

    /// <summary>Puts together what a reader has checked.</summary>
    /// <param name="hash">SHA-256 of the manifest's bytes, lower-case hexadecimal: names the edition, to the last letter of every file.</param>
    /// <param name="audio">Of places of the pack; null for none.</param>
    public ContentPack(PackManifest manifest, string hash, IEnumerable<PointOfInterest> pois, IEnumerable<Itinerary> itineraries, IEnumerable<AudioGuide>? audio = null)
    {
        Audio = [.. (audio ?? []).OrderBy(a => a.Poi, StringComparer.Ordinal).ThenBy(a => a.Language, StringComparer.Ordinal)];
        _audio = Audio.ToLookup(a => a.Poi, StringComparer.Ordinal);
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

    /// <summary>By place, then by language.</summary>
    public IReadOnlyList<AudioGuide> Audio { get; }

    /// <summary>What can be heard at a place, by language.</summary>
    public IEnumerable<AudioGuide> AudioOf(string poi) => _audio[poi];

    /// <summary>A file the manifest lists; null for another name.</summary>
    public PackFile? File(string name) => Manifest.Files.FirstOrDefault(f => f.Name == name);

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
