using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Wire.Boxes;

namespace Samagam.Simulation.Trust;

/// <summary>Signs as one box.</summary>
public sealed class SimSigner(SimAuthority authority, NodeId self) : ISigner
{
    public byte[] Sign(ReadOnlySpan<byte> statement) => authority.Sign(self, statement);
}

/// <summary>Judges as one box: an origin is unknown until its certificate was shown.</summary>
public sealed class SimOriginTrust(SimAuthority authority) : IOriginTrust
{
    private readonly SortedSet<NodeId> _met = [];

    /// <summary>How many facts were judged so.</summary>
    public SortedDictionary<TrustVerdict, long> Verdicts { get; } = [];

    public TrustVerdict Judge(Fact fact)
    {
        var verdict = JudgeQuietly(fact);
        Verdicts[verdict] = Verdicts.GetValueOrDefault(verdict) + 1;
        return verdict;
    }

    public bool MayConnect(NodeId peer) => !authority.IsRevoked(peer);

    private TrustVerdict JudgeQuietly(Fact fact)
    {
        if (!fact.Lane.IsSigned())
        {
            return TrustVerdict.Believed;
        }
        var origin = fact.Id.Origin;
        if (authority.IsRevoked(origin))
        {
            return TrustVerdict.Revoked;
        }
        if (fact.Kind == FactKinds.BoxJoined.Name && BoxCodec.TryRead(fact) is { } box
            && box.Certificate.Span.SequenceEqual(authority.CertificateOf(origin)) && authority.IsSigned(fact))
        {
            _met.Add(origin);
        }
        return !_met.Contains(origin) ? TrustVerdict.UnknownOrigin
            : authority.IsSigned(fact) ? TrustVerdict.Believed
            : TrustVerdict.BadSignature;
    }
}

/// <summary>Seals with a keystream from the person's key and a tag over both: wrong keys and damage are noticed as in the field.</summary>
public sealed class SimSealer(SimAuthority authority, Random luck) : ISealer
{
    private const int KeyBytes = 32;
    private const int TagBytes = 16;

    public byte[] NewWrappedKey(string person)
    {
        var key = new byte[KeyBytes];
        luck.NextBytes(key);
        return SealUnder(authority.MeshKey, key, person);
    }

    public byte[] Seal(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> plaintext, string person) =>
        SealUnder(OpenUnder(authority.MeshKey, wrappedKey, person) ?? throw new ArgumentException("not a key of this mesh", nameof(wrappedKey)), plaintext, person);

    public byte[]? Open(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes, string person) =>
        OpenUnder(authority.MeshKey, wrappedKey, person) is { } key ? OpenUnder(key, sealedBytes, person) : null;

    private static byte[] SealUnder(byte[] key, ReadOnlySpan<byte> plain, string person)
    {
        var result = new byte[plain.Length + TagBytes];
        Mix(key, person, plain, result);
        Tag(key, person, result.AsSpan(0, plain.Length)).CopyTo(result.AsSpan(plain.Length));
        return result;
    }

    private static byte[]? OpenUnder(byte[] key, ReadOnlySpan<byte> bytes, string person)
    {
        if (bytes.Length < TagBytes || !Tag(key, person, bytes[..^TagBytes]).SequenceEqual(bytes[^TagBytes..]))
        {
            return null;
        }
        var plain = new byte[bytes.Length - TagBytes];
        Mix(key, person, bytes[..^TagBytes], plain);
        return plain;
    }

    private static void Mix(byte[] key, string person, ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var at = 0; at < from.Length; at += 32)
        {
            var stream = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{person}/{at}"));
            for (var i = 0; i < 32 && at + i < from.Length; i++)
            {
                to[at + i] = (byte)(from[at + i] ^ stream[i]);
            }
        }
    }

    private static ReadOnlySpan<byte> Tag(byte[] key, string person, ReadOnlySpan<byte> bytes) =>
        HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(person), .. bytes]).AsSpan(0, TagBytes);
}
