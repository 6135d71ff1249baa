namespace Samagam.Core.Content;

/// <summary>What is told at a place, to be heard.</summary>
/// <param name="Poi">Id of the place, of the same pack.</param>
/// <param name="Language">Primary language tag, of the manifest's.</param>
/// <param name="Title">In that language.</param>
/// <param name="DurationSeconds">1 to <see cref="MaxSeconds"/>.</param>
/// <param name="File">Of the manifest; its ending tells what it is.</param>
/// <param name="Transcript">The very words, for who cannot hear them.</param>
public sealed record AudioGuide(string Poi, string Language, string Title, int DurationSeconds, string File, string Transcript)
{
    public const int MaxSeconds = 3_600;

    /// <summary>Kinds of sound a pack may hold, by the ending of the file: MP3 is played by every phone.</summary>
    public static readonly IReadOnlyList<(string Ending, string Type)> Types = [(".mp3", "audio/mpeg"), (".m4a", "audio/mp4"), (".ogg", "audio/ogg")];

    /// <summary>What is sent with it.</summary>
    public string ContentType => Types.First(t => File.EndsWith(t.Ending, StringComparison.Ordinal)).Type;
}
