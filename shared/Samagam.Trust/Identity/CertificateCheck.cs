using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>What a certificate is about to be used for.</summary>
public enum MemberUse
{
    /// <summary>It answers a connection we opened.</summary>
    Server,
    /// <summary>It opened a connection to us.</summary>
    Client,
    /// <summary>Its key signed something; either use is enough.</summary>
    Any,
}

/// <summary>
/// Whether a certificate was issued by the mesh's own authority (RFC 5280 path validation with one custom root, one step
/// long, no downloads, no system store) and is valid at the best time known.
/// </summary>
public static class CertificateCheck
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1", ClientAuth = "1.3.6.1.5.5.7.3.2";

    public static Verdict<MemberCertificate> Check(X509Certificate2 certificate, X509Certificate2 authority, BestTime time, MemberUse use)
    {
        var read = MemberCertificate.Read(certificate);
        if (!read.Ok)
        {
            return read;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // The window is judged below by the best time known; a clock in 1970 must not decide here.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = certificate.NotBefore;
        if (use != MemberUse.Any)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use == MemberUse.Server ? ServerAuth : ClientAuth));
        }
        try
        {
            if (!chain.Build(certificate))
            {
                return Untrusted(chain);
            }
        }
        catch (CryptographicException e)
        {
            return Verdict<MemberCertificate>.Refuse(TrustProblem.Malformed, $"certificate cannot be checked: {e.Message}");
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
        if (chain.ChainElements.Count != 2)
        {
            return Verdict<MemberCertificate>.Refuse(TrustProblem.UnknownIssuer, "certificate was not issued by this mesh's authority itself");
        }
        return time.Judge(read.Value.NotBefore, read.Value.NotAfter) switch
        {
            TrustProblem.NotYetValid => Verdict<MemberCertificate>.Refuse(TrustProblem.NotYetValid,
                $"certificate of {Named(read.Value)} is valid from {read.Value.NotBefore:u}, it is {time.Now:u}"),
            TrustProblem.Expired => Verdict<MemberCertificate>.Refuse(TrustProblem.Expired,
                $"certificate of {Named(read.Value)} ended at {read.Value.NotAfter:u}, it is {time.Now:u}"),
            _ => read,
        };
    }

    private static string Named(MemberCertificate member) => NodeName.Of(member.Number, member.Role);

    private static Verdict<MemberCertificate> Untrusted(X509Chain chain)
    {
        var flags = X509ChainStatusFlags.NoError;
        foreach (var status in chain.ChainStatus)
        {
            flags |= status.Status;
        }
        if ((flags & X509ChainStatusFlags.NotValidForUsage) != 0)
        {
            return Verdict<MemberCertificate>.Refuse(TrustProblem.WrongPeer, "certificate is not made for this use");
        }
        return (flags & X509ChainStatusFlags.NotSignatureValid) != 0
            ? Verdict<MemberCertificate>.Refuse(TrustProblem.BadSignature, "certificate was changed after it was signed")
            : Verdict<MemberCertificate>.Refuse(TrustProblem.UnknownIssuer, $"certificate is not of this mesh's authority ({flags})");
    }
}
