using Samagam.Core.Content;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.BoxHost.Content;

/// <summary>A content pack as a folder: <c>manifest.json</c>, its detached signature <c>manifest.sig</c>, and the files the manifest lists. Nothing unsigned is ever parsed.</summary>
public static class ContentFolder
{
    /// <summary>Reads and checks a folder's pack.</summary>
    /// <param name="authority">The key of the mesh authority, the only one whose packs are taken.</param>
    public static ContentOutcome Read(string folder, VerifyKey authority, ContentLimits limits)
    {
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, ContentPackReader.ManifestFile), limits.MaxManifestBytes);
        if (!blob.Ok)
        {
            return Refuse($"cannot be used: {blob.Reason}");
        }
        return blob.Value.IsBy(authority, SignedKind.Content)
            ? new ContentPackReader(limits).Read(blob.Value.Bytes.Span, file => Open(folder, file))
            : Refuse("is not signed by the authority of this mesh, or was changed since");
    }

    private static byte[]? Open(string folder, PackFile file) =>
        LimitedFile.Read(Path.Combine(folder, file.Name), (int)Math.Min(file.Bytes, int.MaxValue)) is { Ok: true, Value: var bytes } ? bytes : null;

    private static ContentOutcome.Refused Refuse(string why) => new(new ContentProblem(ContentPackReader.ManifestFile, "", why));
}
