using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>
/// What a member's X.509 certificate says: which box it is. Reading it proves nothing; <see cref="CertificateCheck"/> does.
/// A node carries the DNS name <c>node-N</c>; a hub carries <c>hub-N</c> and <c>node-N</c>; other names are addresses.
/// </summary>
/// <param name="Number">Node number, 1..65535.</param>
/// <param name="Role">Hub only when the certificate names <c>hub-N</c>.</param>
/// <param name="SerialHex">Serial number, lower-case hex, 32 characters for certificates of ours.</param>
public sealed record MemberCertificate(int Number, NodeRole Role, string SerialHex, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Largest certificate that is looked at, DER bytes.</summary>
    public const int MaxBytes = 4096;

    private const string AlternativeNames = "2.5.29.17";

    /// <summary>Key by which it can be revoked.</summary>
    public RevocationKey RevocationKey => new(Number, SerialHex);

    public static Verdict<MemberCertificate> Read(X509Certificate2 certificate)
    {
        if (certificate.RawDataMemory.Length > MaxBytes)
        {
            return Verdict<MemberCertificate>.Refuse(TrustProblem.TooLarge, $"certificate is larger than {MaxBytes} bytes");
        }
        int number = 0;
        var role = NodeRole.Node;
        try
        {
            foreach (var extension in certificate.Extensions)
            {
                if (extension.Oid?.Value != AlternativeNames)
                {
                    continue;
                }
                foreach (var name in new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical).EnumerateDnsNames())
                {
                    if (!NodeName.TryRead(name, out var named, out var as_))
                    {
                        continue;
                    }
                    if (number != 0 && named != number)
                    {
                        return Verdict<MemberCertificate>.Refuse(TrustProblem.Malformed, "certificate names two boxes");
                    }
                    number = named;
                    role = as_ == NodeRole.Hub ? NodeRole.Hub : role;
                }
            }
            return number == 0
                ? Verdict<MemberCertificate>.Refuse(TrustProblem.Malformed, "certificate names no box (node-N or hub-N)")
                : Verdict<MemberCertificate>.Accept(new MemberCertificate(number, role, certificate.SerialNumber.ToLowerInvariant(),
                    certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime()));
        }
        catch (CryptographicException e)
        {
            // Names, serial and dates are only parsed when asked for, so any of them may turn out broken here.
            return Verdict<MemberCertificate>.Refuse(TrustProblem.Malformed, $"certificate cannot be read: {e.Message}");
        }
    }
}
