namespace Samagam.Core.Content;

/// <summary>A file of a pack, known by what it holds: boxes fetch it from each other by its hash, in chunks, and keep what has not changed.</summary>
/// <param name="Name">Lower case, at most one folder deep: <c>pois.json</c>, <c>audio/ram-ghat.hi.ogg</c>.</param>
/// <param name="Bytes">Its exact length.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record PackFile(string Name, long Bytes, string Sha256);

/// <summary>
/// What a pack is and consists of: the one document of a pack that is signed; everything else is held to it by hash. Files a reader does not know are left
/// alone, so that later kinds of content do not break older boxes.
/// </summary>
public sealed record PackManifest
{
    /// <summary>The format this code reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The places, an array of objects.</summary>
    public const string PoisFile = "pois.json";

    /// <summary>The itineraries, an array of objects.</summary>
    public const string ItinerariesFile = "itineraries.json";

    /// <summary>What can be heard, an array of objects; need not be there.</summary>
    public const string AudioFile = "audio.json";

    /// <summary>Which pack this is, whatever its version: a lower-case word such as <c>ujjain</c>.</summary>
    public required string Pack { get; init; }

    /// <summary>Rises with each edition; of two packs of one name the higher stands.</summary>
    public required int Version { get; init; }

    /// <summary>When this edition was made.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>In English.</summary>
    public required string Title { get; init; }

    public required string TitleHi { get; init; }

    /// <summary>Whose the texts are and what others may do with them, in words.</summary>
    public required string Licence { get; init; }

    /// <summary>Primary language tags, sorted; English and Hindi at least.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Made to try things out: places stand only roughly where they should, and pages say so.</summary>
    public bool IsSample { get; init; }

    /// <summary>Sorted by name.</summary>
    public required IReadOnlyList<PackFile> Files { get; init; }
}
