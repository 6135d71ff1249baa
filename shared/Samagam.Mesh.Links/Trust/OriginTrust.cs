using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Trust;
using Samagam.Wire.Boxes;

namespace Samagam.Mesh.Links.Trust;

/// <summary>
/// Believes a fact when its origin's certificate was issued by the mesh CA and the signature is that key's. Certificates
/// arrive with <c>box.joined</c> facts, so that a box believes boxes it never met; all certificates of a box are remembered,
/// since facts of its earlier lives stay believable.
/// </summary>
public sealed class OriginTrust(NodeIdentity self, Revocations revocations) : IOriginTrust
{
    /// <summary>Certificates remembered of one box; of more, the one shown first is forgotten: what a box says now is believed before what it said long ago.</summary>
    public const int MaxCertificatesPerBox = 32;

    private readonly ConcurrentDictionary<NodeId, ImmutableList<(VerifyKey Key, RevocationKey Name)>> _keys = [];

    public TrustVerdict Judge(Fact fact)
    {
        if (fact.Kind == FactKinds.BoxJoined.Name)
        {
            return JudgeJoined(fact);
        }
        if (!_keys.TryGetValue(fact.Id.Origin, out var keys))
        {
            return TrustVerdict.UnknownOrigin;
        }
        // What was stated before a box was revoked stays true; what comes after is refused.
        if (keys.All(k => revocations.RevokedBefore(k.Name, fact.Time.WallMs)))
        {
            return TrustVerdict.Revoked;
        }
        if (!fact.Lane.IsSigned())
        {
            return TrustVerdict.Believed;
        }
        var statement = FactSigning.Bytes(fact.Statement.Span);
        return keys.Any(k => !revocations.RevokedBefore(k.Name, fact.Time.WallMs) && k.Key.Verify(statement, fact.Signature.Span))
            ? TrustVerdict.Believed
            : TrustVerdict.BadSignature;
    }

    public bool MayConnect(NodeId peer) =>
        !_keys.TryGetValue(peer, out var keys) || keys.Any(k => !revocations.IsRevoked(k.Name));

    /// <summary>Learns the certificates of boxes that joined before this start.</summary>
    public void Remember(IFactLog log, IEnumerable<NodeId> boxes)
    {
        foreach (var fact in boxes.SelectMany(b => log.BySubject(BoxCodec.SubjectOf(b))))
        {
            Judge(fact);
        }
    }

    /// <summary>The key that signed as this box, if it has shown its certificate; for tokens of staff.</summary>
    public VerifyKey? KeyOf(NodeId node) =>
        _keys.TryGetValue(node, out var keys) ? keys.LastOrDefault(k => !revocations.IsRevoked(k.Name)).Key : null;

    private TrustVerdict JudgeJoined(Fact fact)
    {
        if (BoxCodec.TryRead(fact) is not { } box)
        {
            return TrustVerdict.BadSignature;
        }
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(box.Certificate.Span);
            // Its validity in time is judged where it connects; what it stated while valid stays stated.
            var member = CertificateCheck.Check(certificate, self.Authority.Certificate, default, MemberUse.Any);
            var key = VerifyKey.Of(certificate);
            if (!member.Ok || !key.Ok || member.Value.Number != fact.Id.Origin.Number
                || !key.Value.Verify(FactSigning.Bytes(fact.Statement.Span), fact.Signature.Span))
            {
                return TrustVerdict.BadSignature;
            }
            if (revocations.RevokedBefore(member.Value.RevocationKey, fact.Time.WallMs))
            {
                return TrustVerdict.Revoked;
            }
            _keys.AddOrUpdate(
                fact.Id.Origin,
                _ => [(key.Value, member.Value.RevocationKey)],
                (_, known) => known.Any(k => k.Name == member.Value.RevocationKey)
                    ? known
                    : (known.Count < MaxCertificatesPerBox ? known : known.RemoveAt(0)).Add((key.Value, member.Value.RevocationKey)));
            return TrustVerdict.Believed;
        }
        catch (CryptographicException)
        {
            return TrustVerdict.BadSignature;
        }
    }
}
