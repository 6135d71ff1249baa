using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Samagam.Trust;

/// <summary>
/// The mesh's root of trust: an X.509 authority (ECDSA P-256, path length 0, ten years) whose common name is the mesh's
/// name. It issues the certificates of boxes and signs rosters, revocations, device lists, vouchers and bundles. Its
/// private key stays with provisioning (and a hub that was given it), never on a box in the field.
/// </summary>
public sealed class MeshAuthority : IDisposable
{
    /// <summary>Longest mesh name, UTF-8 bytes: it rides in every voucher's QR code.</summary>
    public const int MaxMeshNameBytes = 40;

    /// <summary>Most address names in one certificate.</summary>
    public const int MaxHosts = 8;

    private const int SerialBytes = 16;

    private MeshAuthority(X509Certificate2 certificate, SigningKey key, string meshName)
    {
        Certificate = certificate;
        Key = key;
        MeshName = meshName;
    }

    /// <summary>The authority's own certificate, without the private key.</summary>
    public X509Certificate2 Certificate { get; }

    public string MeshName { get; }

    /// <summary>The authority's key.</summary>
    public SigningKey Key { get; }

    /// <summary>
    /// Makes a new mesh. <paramref name="luck"/> gives the serial number; the key comes from the operating system.
    /// Throws <see cref="ArgumentException"/> for a name that <see cref="IsMeshName"/> refuses.
    /// </summary>
    public static MeshAuthority Create(string meshName, DateTimeOffset now, RandomNumberGenerator luck)
    {
        if (!IsMeshName(meshName))
        {
            throw new ArgumentException($"a mesh name has 1 to {MaxMeshNameBytes} UTF-8 bytes and no control characters", nameof(meshName));
        }
        var key = SigningKey.Create();
        var name = Subject(meshName, null);
        var request = new CertificateRequest(name, key.Ecdsa, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var certificate = request.Create(name, X509SignatureGenerator.CreateForECDsa(key.Ecdsa), now.AddDays(-1), now.AddYears(10), Serial(luck));
        return new MeshAuthority(certificate, key, meshName);
    }

    /// <summary>Reads an authority back from its two PEM texts.</summary>
    public static Verdict<MeshAuthority> Read(string certificatePem, string keyPem)
    {
        var certificate = AuthorityCertificate.ReadPem(certificatePem);
        if (!certificate.Ok)
        {
            return certificate.As<MeshAuthority>();
        }
        var key = SigningKey.ReadPem(keyPem);
        if (!key.Ok)
        {
            return key.As<MeshAuthority>();
        }
        if (!key.Value.Public.Spki.Span.SequenceEqual(certificate.Value.Key.Spki.Span))
        {
            key.Value.Dispose();
            return Verdict<MeshAuthority>.Refuse(TrustProblem.WrongPeer, "the authority's key does not belong to its certificate");
        }
        return Verdict<MeshAuthority>.Accept(new MeshAuthority(certificate.Value.Certificate, key.Value, certificate.Value.MeshName));
    }

    /// <summary>Whether a text can name a mesh.</summary>
    public static bool IsMeshName(string name) => TextRules.IsLine(name, MaxMeshNameBytes);

    /// <summary>
    /// Issues a box's certificate. <paramref name="hosts"/> are DNS names or IP addresses by which devices reach it; a host
    /// that looks like a box's own name is a bug of the caller. The end is cut to the authority's own.
    /// </summary>
    public X509Certificate2 Issue(int number, NodeRole role, VerifyKey key, IReadOnlyCollection<string> hosts, DateTimeOffset from,
        DateTimeOffset until, RandomNumberGenerator luck)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, NodeName.MinNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, NodeName.MaxNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hosts.Count, MaxHosts);
        using var half = ECDsa.Create();
        half.ImportSubjectPublicKeyInfo(key.Spki.Span, out _);
        var request = new CertificateRequest(Subject(NodeName.Of(number, role), MeshName), half, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1", "serverAuth"), new Oid("1.3.6.1.5.5.7.3.2", "clientAuth")], false));
        request.CertificateExtensions.Add(Names(number, role, hosts));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        DateTimeOffset first = Certificate.NotBefore, last = Certificate.NotAfter;
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(Key.Ecdsa),
            from < first ? first : from, until > last ? last : until, Serial(luck));
    }

    /// <summary>Signs a document of the mesh.</summary>
    public SignedBlob Sign(SignedKind kind, ReadOnlyMemory<byte> bytes) => SignedBlob.Sign(Key, kind, bytes);

    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }

    private static X509Extension Names(int number, NodeRole role, IReadOnlyCollection<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(NodeName.Of(number, role));
        if (role == NodeRole.Hub)
        {
            names.AddDnsName(NodeName.Of(number, NodeRole.Node));
        }
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else if (TextRules.IsHost(host) && !NodeName.TryRead(host, out _, out _))
            {
                names.AddDnsName(host);
            }
            else
            {
                throw new ArgumentException($"'{host}' cannot be an address name of a box", nameof(hosts));
            }
        }
        return names.Build();
    }

    private static X500DistinguishedName Subject(string commonName, string? organisation)
    {
        var name = new X500DistinguishedNameBuilder();
        if (organisation is not null)
        {
            name.AddOrganizationName(organisation);
        }
        name.AddCommonName(commonName);
        return name.Build();
    }

    // 126 random bits; the two fixed top bits keep it positive and always 16 bytes (RFC 5280 §4.1.2.2 allows 20).
    private static byte[] Serial(RandomNumberGenerator luck)
    {
        var serial = new byte[SerialBytes];
        luck.GetBytes(serial);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
