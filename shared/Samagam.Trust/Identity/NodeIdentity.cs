using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>
/// Who this box is: its number and role, its key and certificate, the mesh's authority and the mesh's sealing key. Read
/// once at start from the folder provisioning made (<c>node.key</c>, <c>node.crt</c>, <c>mesh-ca.crt</c>, <c>mesh.key</c>).
/// </summary>
public sealed class NodeIdentity : IDisposable
{
    public const string KeyFile = "node.key", CertificateFile = "node.crt", AuthorityFile = "mesh-ca.crt", MeshKeyFile = "mesh.key";

    private readonly SigningKey _key;

    private NodeIdentity(MemberCertificate member, X509Certificate2 certificate, SigningKey key, AuthorityCertificate authority, MeshKey meshKey)
    {
        Member = member;
        Certificate = certificate;
        _key = key;
        Authority = authority;
        MeshKey = meshKey;
    }

    /// <summary>Node number, 1..65535.</summary>
    public int Number => Member.Number;

    public NodeRole Role => Member.Role;

    public string MeshName => Authority.MeshName;

    /// <summary>What the certificate says, with its serial and validity.</summary>
    public MemberCertificate Member { get; }

    /// <summary>The certificate with its private key, for TLS.</summary>
    public X509Certificate2 Certificate { get; }

    public AuthorityCertificate Authority { get; }

    /// <summary>Seals the keys of persons, see <see cref="SealedFields"/>.</summary>
    public MeshKey MeshKey { get; }

    /// <summary>The public half of this box's key.</summary>
    public VerifyKey Key => _key.Public;

    /// <summary>The key that signs facts and tokens of this box.</summary>
    public SigningKey SigningKey => _key;

    /// <summary>Reads and cross-checks the four files. Validity in time is not judged here: the clock may not be known yet.</summary>
    public static Verdict<NodeIdentity> Load(string folder)
    {
        var keyText = LimitedFile.ReadText(Path.Combine(folder, KeyFile), SigningKey.MaxPemChars);
        var certificateText = LimitedFile.ReadText(Path.Combine(folder, CertificateFile), AuthorityCertificate.MaxPemChars);
        var authorityText = LimitedFile.ReadText(Path.Combine(folder, AuthorityFile), AuthorityCertificate.MaxPemChars);
        var meshKeyText = LimitedFile.ReadText(Path.Combine(folder, MeshKeyFile), MeshKey.MaxTextChars);
        foreach (var text in (Verdict<string>[])[keyText, certificateText, authorityText, meshKeyText])
        {
            if (!text.Ok)
            {
                return text.As<NodeIdentity>();
            }
        }
        var authority = AuthorityCertificate.ReadPem(authorityText.Value!);
        if (!authority.Ok)
        {
            return authority.As<NodeIdentity>();
        }
        var meshKey = MeshKey.Read(meshKeyText.Value!);
        if (!meshKey.Ok)
        {
            return meshKey.As<NodeIdentity>();
        }
        var key = SigningKey.ReadPem(keyText.Value!);
        return key.Ok ? Join(certificateText.Value!, key.Value, authority.Value, meshKey.Value) : key.As<NodeIdentity>();
    }

    private static Verdict<NodeIdentity> Join(string certificatePem, SigningKey key, AuthorityCertificate authority, MeshKey meshKey)
    {
        try
        {
            using var bare = X509Certificate2.CreateFromPem(certificatePem);
            var member = CertificateCheck.Check(bare, authority.Certificate, default, MemberUse.Any);
            if (!member.Ok)
            {
                return member.As<NodeIdentity>();
            }
            if (!bare.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.Public.Spki.Span))
            {
                return Verdict<NodeIdentity>.Refuse(TrustProblem.WrongPeer, $"{KeyFile} does not belong to {CertificateFile}");
            }
            return Verdict<NodeIdentity>.Accept(
                new NodeIdentity(member.Value, bare.CopyWithPrivateKey(key.Ecdsa), key, authority, meshKey));
        }
        catch (CryptographicException e)
        {
            return Verdict<NodeIdentity>.Refuse(TrustProblem.Malformed, $"{CertificateFile} cannot be read: {e.Message}");
        }
    }

    /// <summary>
    /// Signs exactly these bytes with this box's key: ES256, 64 bytes, low s. The caller begins what it signs with words
    /// that say what it is, so that one kind of statement cannot stand for another.
    /// </summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => _key.Sign(bytes);

    /// <summary>Whether <paramref name="signature"/> over <paramref name="bytes"/> is by <paramref name="publicKey"/>.</summary>
    public static bool Verify(VerifyKey publicKey, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) =>
        publicKey.Verify(bytes, signature);

    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Certificate.Dispose();
        Authority.Key.Dispose();
        _key.Dispose();
        MeshKey.Dispose();
    }
}
