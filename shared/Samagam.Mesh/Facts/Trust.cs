using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Mesh.Facts;

/// <summary>Signs what this box states.</summary>
public interface ISigner
{
    /// <summary>ES256 over the exact bytes: 64 bytes, IEEE P1363 form.</summary>
    byte[] Sign(ReadOnlySpan<byte> statement);
}

/// <summary>Why a fact is believed or not.</summary>
public enum TrustVerdict
{
    Believed,
    BadSignature,

    /// <summary>The origin has not shown its certificate yet; asked again later.</summary>
    UnknownOrigin,
    Revoked,
}

/// <summary>Judges whether an arriving fact is what its origin said. Safe for concurrent use.</summary>
public interface IOriginTrust
{
    /// <summary>
    /// Checks the signature of lanes 0 to 2 against the origin's certificate. <c>box.joined</c> brings the certificate along:
    /// it is judged by the mesh CA and, when believed, remembered.
    /// </summary>
    TrustVerdict Judge(Fact fact);

    /// <summary>False for a box that may not speak to us any more.</summary>
    bool MayConnect(NodeId peer);
}

/// <summary>Seals what is personal (AES-256-GCM), each person under a key of their own, wrapped by the mesh key.</summary>
public interface ISealer
{
    /// <summary>A new person's key in wrapped form, fit to travel as a <c>person.key</c> fact.</summary>
    byte[] NewWrappedKey(string person);

    byte[] Seal(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> plaintext, string person);

    /// <summary>Null when it cannot be opened: another key, or damaged.</summary>
    byte[]? Open(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes, string person);
}
