namespace Samagam.Core.Content;

/// <summary>How reading a pack ended: <see cref="Read"/> or <see cref="Refused"/>, nothing else.</summary>
public abstract record ContentOutcome
{
    private ContentOutcome()
    {
    }

    /// <summary>Every rule holds.</summary>
    public sealed record Read(ContentPack Pack) : ContentOutcome;

    /// <summary>The first thing found wrong; nothing of the pack may be used.</summary>
    public sealed record Refused(ContentProblem Problem) : ContentOutcome;
}

/// <summary>What is wrong with a pack, for whoever made it.</summary>
/// <param name="File">In which file, such as <c>pois.json</c>.</param>
/// <param name="Field">Where in it, such as <c>[3].nameHi</c>; empty for the file as a whole.</param>
/// <param name="Why">As a sentence goes on: "is longer than 120 characters".</param>
public sealed record ContentProblem(string File, string Field, string Why)
{
    public override string ToString() => Field.Length == 0 ? $"{File} {Why}" : $"{File}: {Field} {Why}";
}
