using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Sos;

namespace Samagam.Hub.Board;

/// <summary>One fact of a case as it lies on the hub's disk.</summary>
/// <param name="Signed">The origin's signature is kept with it; it was checked when the fact was taken in.</param>
/// <param name="Step">What it says; null for a kind or body this build cannot read.</param>
public sealed record FileEntry(FactId Fact, Moment At, BoxLabel Box, string Kind, Lane Lane, bool Signed, int Bytes, SosStep? Step);

/// <summary>The after-action query: every fact about a case, in order of their stamps. Reads the log, not the picture, so nothing is left out.</summary>
public static class CaseFile
{
    /// <summary>Most facts of one file; a case has tens.</summary>
    public const int MaxEntries = 5_000;

    public static IReadOnlyList<FileEntry> Of(IFactLog log, PictureSnapshot picture, SosId id, long nowMs) =>
    [
        .. log.BySubject(id.Subject)
            .OrderBy(f => f.Time.Packed).ThenBy(f => f.Id)
            .Take(MaxEntries)
            .Select(f => new FileEntry(
                f.Id,
                Moment.At(f.Time, nowMs),
                CaseRows.Label(picture, f.Id.Origin),
                f.Kind,
                f.Lane,
                f.Signature.Length > 0,
                f.Statement.Length,
                SosCodec.TryRead(f)?.Step)),
    ];
}
