namespace Samagam.Core.People;

/// <summary>How old a person is, as far as anybody needs to know.</summary>
public enum AgeGroup : byte
{
    Unspecified = 0,

    /// <summary>Under 12.</summary>
    Child = 1,

    /// <summary>12 to 17.</summary>
    Teen = 2,

    /// <summary>18 to 59.</summary>
    Adult = 3,

    /// <summary>60 and over.</summary>
    Elder = 4,
}

/// <summary>The words of the API for the closed lists of people.</summary>
public static class PersonWords
{
    private static readonly string[] Ages = ["", "child", "teen", "adult", "elder"];

    /// <summary>Languages a person may ask for: those of the contract.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["hi", "en", "mr", "gu", "bn", "ta", "te"];

    /// <summary>Empty for an age nobody said.</summary>
    public static string Word(this AgeGroup age) => (int)age < Ages.Length ? Ages[(int)age] : "";

    /// <summary>Under 18: of them nothing is kept beyond what safety needs (DPDP Act 2023, section 9).</summary>
    public static bool IsMinor(this AgeGroup age) => age is AgeGroup.Child or AgeGroup.Teen;

    public static bool TryParse(string? word, out AgeGroup age)
    {
        var at = Array.IndexOf(Ages, word);
        age = (AgeGroup)Math.Max(0, at);
        return at > 0;
    }
}
