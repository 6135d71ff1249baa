namespace Samagam.Routing.Graph;

/// <summary>What a path, place or zone is called. Empty text where the map does not say.</summary>
/// <param name="Name">As written on the spot (<c>name</c>).</param>
/// <param name="Hi">In Hindi (<c>name:hi</c>, or <c>name</c> when it is written in Devanagari).</param>
/// <param name="En">In English (<c>name:en</c>, or <c>name</c> when it is written in Latin letters).</param>
public readonly record struct PathName(string Name, string Hi, string En)
{
    /// <summary>No name at all.</summary>
    public static PathName None => new("", "", "");

    public bool IsEmpty => this == None || this == default;

    /// <summary>The best text for a language code: its own, else the local one, else whichever there is.</summary>
    public string In(string language)
    {
        var own = language switch { "hi" => Hi, "en" => En, _ => "" };
        return own is null ? "" : own.Length > 0 ? own : Name.Length > 0 ? Name : Hi.Length > 0 ? Hi : En;
    }

    /// <param name="languages">See <see cref="MapLoadOptions.Languages"/>.</param>
    internal static PathName From(Osm.OsmTags tags, IReadOnlyList<string> languages)
    {
        var local = tags["name"] ?? "";
        var name = languages.Where(l => l is not ("hi" or "en")).Select(l => tags["name:" + l]).FirstOrDefault(n => n is not null)
            ?? (local.Length > 0 ? local : languages.Select(l => tags["name:" + l]).FirstOrDefault(n => n is not null) ?? "");
        return new PathName(
            name,
            !languages.Contains("hi") ? "" : tags["name:hi"] ?? (local.AsSpan().ContainsAnyInRange('\u0900', '\u097F') ? local : ""),
            !languages.Contains("en") ? "" : tags["name:en"] ?? (local.AsSpan().ContainsAnyInRange('A', 'Z') || local.AsSpan().ContainsAnyInRange('a', 'z') ? local : ""));
    }
}
