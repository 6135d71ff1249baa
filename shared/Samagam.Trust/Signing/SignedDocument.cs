using System.Text.Json.Serialization.Metadata;

namespace Samagam.Trust;

/// <summary>The steps every signed JSON document is read by: size, signature, form, mesh. Nothing unsigned is ever parsed.</summary>
internal static class SignedDocument
{
    public static Verdict<T> Read<T>(SignedBlob blob, SignedKind kind, AuthorityCertificate authority, int maxBytes,
        JsonTypeInfo<T> type, Func<T, string> mesh, string what) where T : class
    {
        if (blob.Bytes.Length > maxBytes)
        {
            return Verdict<T>.Refuse(TrustProblem.TooLarge, $"{what} is larger than {maxBytes} bytes");
        }
        if (!blob.IsBy(authority.Key, kind))
        {
            return Verdict<T>.Refuse(TrustProblem.BadSignature, $"{what} is not signed by the authority of mesh '{authority.MeshName}', or was changed since");
        }
        var read = StrictJson.Read(blob.Bytes.Span, type, what);
        if (!read.Ok)
        {
            return read;
        }
        return string.Equals(mesh(read.Value), authority.MeshName, StringComparison.Ordinal)
            ? read
            : Verdict<T>.Refuse(TrustProblem.WrongMesh, $"{what} is of mesh '{mesh(read.Value)}', not '{authority.MeshName}'");
    }
}
