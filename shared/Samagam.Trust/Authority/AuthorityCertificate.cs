using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>The public side of the mesh's authority, as every box holds it in <c>mesh-ca.crt</c>.</summary>
/// <param name="Key">Checks what the authority signed.</param>
/// <param name="MeshName">The certificate's common name.</param>
public sealed record AuthorityCertificate(X509Certificate2 Certificate, VerifyKey Key, string MeshName)
{
    /// <summary>Longest PEM text that is read, characters.</summary>
    public const int MaxPemChars = 8192;

    /// <summary>Reads the certificate; it must be a self-signed P-256 authority that allows no authority below it.</summary>
    public static Verdict<AuthorityCertificate> ReadPem(string pem)
    {
        if (pem.Length > MaxPemChars)
        {
            return Verdict<AuthorityCertificate>.Refuse(TrustProblem.TooLarge, $"authority certificate is longer than {MaxPemChars} characters");
        }
        try
        {
            return Of(X509Certificate2.CreateFromPem(pem));
        }
        catch (CryptographicException e)
        {
            return Verdict<AuthorityCertificate>.Refuse(TrustProblem.Malformed, $"authority certificate cannot be read: {e.Message}");
        }
    }

    /// <summary>Checks a certificate already read.</summary>
    public static Verdict<AuthorityCertificate> Of(X509Certificate2 certificate)
    {
        try
        {
            var isAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>()
                .Any(e => e is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
            if (!isAuthority || !certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            {
                return Verdict<AuthorityCertificate>.Refuse(TrustProblem.Malformed, "not the certificate of a mesh authority");
            }
            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            if (!MeshAuthority.IsMeshName(name))
            {
                return Verdict<AuthorityCertificate>.Refuse(TrustProblem.Malformed, "the authority's certificate carries no mesh name");
            }
            var key = VerifyKey.Of(certificate);
            return key.Ok
                ? Verdict<AuthorityCertificate>.Accept(new AuthorityCertificate(certificate, key.Value, name))
                : key.As<AuthorityCertificate>();
        }
        catch (CryptographicException e)
        {
            return Verdict<AuthorityCertificate>.Refuse(TrustProblem.Malformed, $"authority certificate cannot be read: {e.Message}");
        }
    }

    /// <summary>SHA-256 of the certificate, as people compare it aloud: lower-case hex.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Certificate.RawDataMemory.Span));
}
