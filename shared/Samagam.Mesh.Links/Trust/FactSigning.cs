using Samagam.Mesh.Facts;
using Samagam.Trust;

namespace Samagam.Mesh.Links.Trust;

/// <summary>
/// What is signed: the words <c>samagam-fact-1</c> and a line feed, then the statement's exact bytes; the words keep one kind of
/// signed thing from standing for another.
/// </summary>
public static class FactSigning
{
    public static byte[] Bytes(ReadOnlySpan<byte> statement) => [.. "samagam-fact-1\n"u8, .. statement];
}

/// <summary>Signs with this box's key.</summary>
public sealed class FactSigner(NodeIdentity self) : ISigner
{
    public byte[] Sign(ReadOnlySpan<byte> statement) => self.Sign(FactSigning.Bytes(statement));
}
