namespace Samagam.Core.Amenities;

/// <summary>
/// How staff found an amenity (kind <c>amenity.status</c>, law <see cref="Facts.FoldingLaw.Latest"/>, subject <c>amenity/{id}/status</c>): a register of its own, so
/// that a volunteer's word at the tap and a manager's correction of its name never cost each other.
/// </summary>
/// <param name="Operational">In use or not; null when only the crowd was told.</param>
/// <param name="CrowdLevel">1 to 5; null when not told.</param>
/// <param name="Note">For everybody, in the words of who said it; empty for none.</param>
/// <param name="UntilMs">Milliseconds since 1970 up to which it stands.</param>
/// <param name="By">A staff id, never a name.</param>
public sealed record AmenityStatus(string Id, bool? Operational, int? CrowdLevel, string Note, long UntilMs, string By)
{
    public string Subject => SubjectOf(Id);

    public bool IsValid =>
        AmenityWords.IsId(Id) && (Operational is not null || CrowdLevel is not null) && CrowdLevel is null or (>= 1 and <= 5)
        && AmenityWords.IsLine(Note, AmenityWords.MaxTextLength) && UntilMs > 0 && By.Length <= AmenityWords.MaxByLength;

    public static string SubjectOf(string id) => $"amenity/{id}/status";
}
