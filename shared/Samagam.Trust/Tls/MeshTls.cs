using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>Whether a door insists that whoever connects shows a certificate of the mesh.</summary>
public enum ClientDemand
{
    /// <summary>No certificate, no connection: the peers' door.</summary>
    Required,
    /// <summary>A certificate is asked for; without one the caller must prove itself otherwise (MQTT devices by password).
    /// One that is shown must still be good.</summary>
    Optional,
}

/// <summary>
/// Mutual TLS between boxes, judged by our own rules only: issued by this mesh's authority, made for this use, the box we
/// meant to reach, not revoked, and valid at the best time known (a box whose clock is in 1970 still connects). TLS 1.3
/// preferred, 1.2 at least; no system trust store, no downloads, no session resumption (a resumed session would skip the
/// revocation check). Open connections are not re-judged: who learns of a revocation closes the links of that box.
/// </summary>
/// <param name="bestTime">Asked at every handshake.</param>
/// <param name="isRevoked">Asked at every handshake; must be quick and safe from many threads.</param>
/// <param name="onRefused">Told of every refusal, to count and log it; may be called from many threads at once.</param>
public sealed class MeshTls(NodeIdentity self, Func<BestTime> bestTime, Func<RevocationKey, bool> isRevoked,
    Action<TrustProblem, string>? onRefused = null)
{
    // Built once and offline: without this .NET would look for issuers on the network at each handshake.
    private readonly SslStreamCertificateContext _context = SslStreamCertificateContext.Create(self.Certificate, [], offline: true);

    /// <summary>
    /// Options for a door of ours. For Kestrel: <c>UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ =>
    /// ValueTask.FromResult(tls.ServerOptions(…)) })</c>; leave <paramref name="protocols"/> null there, Kestrel sets them.
    /// </summary>
    public SslServerAuthenticationOptions ServerOptions(ClientDemand demand, List<SslApplicationProtocol>? protocols = null) => new()
    {
        ServerCertificateContext = _context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = NoDownloads(),
        AllowTlsResume = false,
        AllowRenegotiation = false,
        ApplicationProtocols = protocols,
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is null ? Absent(demand) : Accept(certificate, MemberUse.Client, null),
    };

    /// <summary>Options for dialling box <paramref name="peerNumber"/>, whatever its address; any other box is refused.</summary>
    public SslClientAuthenticationOptions ClientOptions(int peerNumber, List<SslApplicationProtocol>? protocols = null) => new()
    {
        TargetHost = NodeName.Of(peerNumber, NodeRole.Node),
        ClientCertificateContext = _context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = NoDownloads(),
        AllowTlsResume = false,
        AllowRenegotiation = false,
        ApplicationProtocols = protocols,
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is null ? Absent(ClientDemand.Required) : Accept(certificate, MemberUse.Server, peerNumber),
    };

    /// <summary>
    /// Fits <c>HttpsConnectionAdapterOptions.ClientCertificateValidation</c>; the platform's own verdict is not used. Prefer
    /// <see cref="ServerOptions"/>: those options cannot switch downloads and resumption off.
    /// </summary>
    public bool AcceptClient(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors) =>
        Accept(certificate, MemberUse.Client, null);

    /// <summary>
    /// Judges a certificate by the same rules as a handshake does. Callers use it after the handshake to learn who the
    /// peer is: <c>Check(stream.RemoteCertificate, MemberUse.Client, null).Value.Number</c>.
    /// </summary>
    public Verdict<MemberCertificate> Check(X509Certificate2 certificate, MemberUse use, int? expectedNumber)
    {
        var member = CertificateCheck.Check(certificate, self.Authority.Certificate, bestTime(), use);
        if (!member.Ok)
        {
            return member;
        }
        if (expectedNumber is { } expected && expected != member.Value.Number)
        {
            return Verdict<MemberCertificate>.Refuse(TrustProblem.WrongPeer,
                $"meant to reach box {expected}, box {member.Value.Number} answered");
        }
        return isRevoked(member.Value.RevocationKey)
            ? Verdict<MemberCertificate>.Refuse(TrustProblem.Revoked, $"certificate of box {member.Value.Number} was revoked")
            : member;
    }

    // SslStream builds a chain of its own before it asks us. Left alone it would fetch issuers from the address a stranger
    // wrote into its certificate: a request of the stranger's choice, and seconds of waiting on a box without a network.
    private X509ChainPolicy NoDownloads() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { self.Authority.Certificate },
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
    };

    private bool Absent(ClientDemand demand)
    {
        if (demand == ClientDemand.Required)
        {
            onRefused?.Invoke(TrustProblem.Missing, "the other end shows no certificate");
        }
        return demand == ClientDemand.Optional;
    }

    private bool Accept(X509Certificate certificate, MemberUse use, int? expectedNumber)
    {
        var whole = certificate as X509Certificate2;
        using var loaded = whole is null ? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()) : null;
        var verdict = Check(whole ?? loaded!, use, expectedNumber);
        if (!verdict.Ok)
        {
            onRefused?.Invoke(verdict.Problem, verdict.Reason);
        }
        return verdict.Ok;
    }
}
