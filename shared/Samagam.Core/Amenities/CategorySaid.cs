namespace Samagam.Core.Amenities;

/// <summary>
/// A category staff added, or other names for one of the map's types (kind <c>category.said</c>, law <see cref="Facts.FoldingLaw.Latest"/>, subject
/// <c>category/{word}</c>): amenities of it are of the type it stands under, and found by its own word as well.
/// </summary>
/// <param name="Word">For programs: <c>langar</c>. A word of a type renames that type.</param>
/// <param name="Under">The word of the type it stands under; the same word for a type itself.</param>
/// <param name="Removed">No longer offered; its amenities stay what they are, of the type above.</param>
public sealed record CategorySaid(string Word, string Under, string NameEn, string NameHi, bool Removed, string By)
{
    public string Subject => SubjectOf(Word);

    public bool IsValid =>
        AmenityWords.IsWord(Word) && AmenityWords.IsWord(Under)
        && NameEn.Length > 0 && AmenityWords.IsLine(NameEn, AmenityWords.MaxNameLength) && NameHi.Length > 0 && AmenityWords.IsLine(NameHi, AmenityWords.MaxNameLength)
        && By.Length <= AmenityWords.MaxByLength;

    public static string SubjectOf(string word) => $"category/{word}";
}
