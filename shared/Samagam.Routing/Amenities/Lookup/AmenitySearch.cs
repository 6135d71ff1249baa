using Samagam.Routing.Zones;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>An amenity a text may mean.</summary>
/// <param name="Amenity">Its place in the map's list.</param>
/// <param name="Score">0 to 1; equal where the text does not tell them apart, so that the walk may decide.</param>
public readonly record struct AmenityHit(int Amenity, float Score);

/// <summary>
/// Finds amenities by text in Hindi, English and romanised Hindi: by their names in every language, by the words for their
/// type, and by the sector or zone they lie in ("सेक्टर 4 शौचालय"). Sounds decide, not letters (<see cref="SoundKey"/>);
/// the last letters may be missing, as while typing; where nothing sounds right, small errors are forgiven
/// (<see cref="SpellingDistance"/>). Every word has to fit; where no amenity fits them all, those that fit most. Built once
/// per map, then immutable.
/// </summary>
public sealed class AmenitySearch
{
    private readonly List<SearchRow> _rows = [];
    private readonly int[] _firstRow;
    private readonly TermIndex _terms;
    private readonly SearchLimits _limits;

    /// <param name="amenities">In the order hits speak of.</param>
    /// <param name="zones">The zones of the map.</param>
    /// <param name="zonesOf">For each amenity the zones it lies in, as places in <paramref name="zones"/>; −1 for none.</param>
    /// <param name="byKind">False where the type says nothing of what a thing is, and only names count: places of a content pack.</param>
    public AmenitySearch(
        IReadOnlyList<Amenity> amenities, IReadOnlyList<Zone> zones, IReadOnlyList<(int Sector, int Crowd)> zonesOf, SearchLimits? limits = null, bool byKind = true)
    {
        _limits = limits ?? new SearchLimits();
        _limits.Validate();
        (Amenities, ZonesOf) = (amenities, zonesOf);
        var terms = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        _firstRow = new int[amenities.Count + 1];
        ByType = new List<int>[AmenityTypes.Count];
        for (var t = 0; t < ByType.Length; t++)
        {
            ByType[t] = [];
        }
        var typeKeys = TypeKeys();
        for (var a = 0; a < amenities.Count; a++)
        {
            _firstRow[a] = _rows.Count;
            ByType[(int)amenities[a].Type].Add(a);
            foreach (var name in NamesOf(amenities[a]))
            {
                Add(terms, RowKind.Name, a, name, byKind ? typeKeys[(int)amenities[a].Type] : []);
            }
        }
        _firstRow[^1] = _rows.Count;
        foreach (var type in byKind ? AmenityTypes.All : [])
        {
            foreach (var phrase in TypeWords.Asked(type))
            {
                Add(terms, RowKind.Type, (int)type, phrase, []);
            }
        }
        InZone = new List<int>[zones.Count];
        for (var z = 0; z < zones.Count; z++)
        {
            InZone[z] = [];
            foreach (var name in NamesOf(zones[z]))
            {
                Add(terms, RowKind.Zone, z, name, []);
            }
        }
        for (var a = 0; a < zonesOf.Count; a++)
        {
            Note(zonesOf[a].Sector, a);
            Note(zonesOf[a].Crowd, a);
        }
        _terms = new TermIndex(terms);

        void Note(int zone, int amenity)
        {
            if (zone >= 0)
            {
                InZone[zone].Add(amenity);
            }
        }
    }

    /// <summary>Different words the map is searched by.</summary>
    public int Terms => _terms.Count;

    internal IReadOnlyList<Amenity> Amenities { get; }

    internal IReadOnlyList<(int Sector, int Crowd)> ZonesOf { get; }

    internal List<int>[] ByType { get; }

    internal List<int>[] InZone { get; }

    internal IReadOnlyList<SearchRow> Rows => _rows;

    internal (int First, int End) RowsOf(int amenity) => (_firstRow[amenity], _firstRow[amenity + 1]);

    /// <summary>
    /// What a text may mean, best first, then in the order of the map. Empty for text without words. Any text is harmless:
    /// past <see cref="SearchLimits.MaxText"/> it is not read.
    /// </summary>
    /// <param name="wanted">Narrows further; null for all.</param>
    public List<AmenityHit> Find(string text, Predicate<int>? wanted = null)
    {
        var words = SearchWords.Of(text, _limits.MaxText, _limits.MaxTokens);
        if (words.Count == 0)
        {
            return [];
        }
        var scoring = new SearchScoring(this, _terms, words, _limits);
        scoring.Sounding();
        if (!scoring.FitsAll())
        {
            scoring.Misspelt();
        }
        return scoring.Hits(wanted);
    }

    private void Add(Dictionary<string, List<int>> terms, RowKind kind, int owner, string text, HashSet<string> notCounted)
    {
        // A name is longer than a question, but no longer than a map may make it.
        var words = SearchWords.Of(text, 255, 32);
        if (words.Count == 0)
        {
            return;
        }
        var row = _rows.Count;
        var letters = 0;
        for (var i = 0; i < words.Count; i++)
        {
            letters += notCounted.Contains(words[i].Key) ? 0 : words[i].Key.Length;
            Post(words[i].Key);
            if (i > 0 && !words[i].IsNumber && !words[i - 1].IsNumber)
            {
                Post(SoundKey.Joined(words[i - 1].Key, words[i].Key));
            }
        }
        _rows.Add(new SearchRow(kind, owner, letters));

        void Post(string key)
        {
            if (!terms.TryGetValue(key, out var rows))
            {
                terms.Add(key, rows = []);
            }
            if (rows.Count == 0 || rows[^1] != row)
            {
                rows.Add(row);
            }
        }
    }

    private static HashSet<string>[] TypeKeys() =>
        [.. AmenityTypes.All.Select(t => TypeWords.Asked(t).SelectMany(p => SearchWords.Of(p, 255, 32)).Select(w => w.Key).ToHashSet(StringComparer.Ordinal))];

    private static IEnumerable<string> NamesOf(Amenity amenity)
    {
        var names = new[] { amenity.Name.Name, amenity.Name.Hi, amenity.Name.En }
            .Concat(amenity.Tags.Where(t => t.Key.StartsWith("name:", StringComparison.Ordinal) || t.Key.EndsWith("_name", StringComparison.Ordinal)).Select(t => t.Value));
        return names.Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> NamesOf(Zone zone)
    {
        IEnumerable<string> own = [zone.Name.Name, zone.Name.Hi, zone.Name.En, zone.Id];
        return (zone.Kind == ZoneKind.Sector ? own.Concat(["सेक्टर " + zone.Id, "sector " + zone.Id]) : own)
            .Where(n => !string.IsNullOrEmpty(n)).Distinct(StringComparer.Ordinal);
    }
}

/// <summary>What a row of words belongs to.</summary>
internal enum RowKind : byte
{
    Name,
    Type,
    Zone,
}

/// <summary>A name, a phrase for a type, or a zone's name.</summary>
/// <param name="Owner">Place of the amenity or zone in its list, or number of the type.</param>
/// <param name="Letters">How many letters a question has to fit to be the whole of it; in names without the words for the type.</param>
internal readonly record struct SearchRow(RowKind Kind, int Owner, int Letters);
