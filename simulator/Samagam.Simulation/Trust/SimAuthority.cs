using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Simulation.Trust;

/// <summary>
/// Keys and certificates of one story, all from its seed. A signature is an HMAC-SHA-256 under the box's key, twice over to have the
/// 64 bytes of ES256: deterministic, cheap, and really broken by a flipped bit.
/// </summary>
public sealed class SimAuthority(int seed)
{
    private readonly SortedDictionary<NodeId, byte[]> _keys = [];
    private readonly SortedSet<NodeId> _revoked = [];

    public byte[] MeshKey { get; } = Derive(seed, "mesh", 0);

    public byte[] KeyOf(NodeId node)
    {
        if (!_keys.TryGetValue(node, out var key))
        {
            _keys[node] = key = Derive(seed, "node", node.Number);
        }
        return key;
    }

    /// <summary>What stands in the place of an X.509 certificate: the number, vouched for by the mesh key.</summary>
    public byte[] CertificateOf(NodeId node) => Derive(BinaryPrimitives.ReadInt32LittleEndian(MeshKey), "certificate", node.Number);

    public void Revoke(NodeId node) => _revoked.Add(node);

    public bool IsRevoked(NodeId node) => _revoked.Contains(node);

    public byte[] Sign(NodeId node, ReadOnlySpan<byte> statement)
    {
        var signature = new byte[64];
        HMACSHA256.HashData(KeyOf(node), statement, signature);
        signature.AsSpan(0, 32).CopyTo(signature.AsSpan(32));
        return signature;
    }

    /// <summary>True when the statement was signed with the key of the box it names.</summary>
    public bool IsSigned(Fact fact) => CryptographicOperations.FixedTimeEquals(Sign(fact.Id.Origin, fact.Statement.Span), fact.Signature.Span);

    private static byte[] Derive(int from, string what, int number) => SHA256.HashData(Encoding.ASCII.GetBytes($"{from}/{what}/{number}"));
}
