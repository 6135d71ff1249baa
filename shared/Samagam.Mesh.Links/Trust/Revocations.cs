using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Trust;
using Samagam.Wire.Hub.V1;

namespace Samagam.Mesh.Links.Trust;

/// <summary>How the spreading of a list ends.</summary>
public abstract record SpreadOutcome
{
    private SpreadOutcome()
    {
    }

    /// <summary>Durable here as a fact, on its way to all.</summary>
    public sealed record Stated : SpreadOutcome;

    /// <summary>All of it was known.</summary>
    public sealed record NothingNew : SpreadOutcome;

    /// <summary>Not a list of this mesh, or too long to travel; says why.</summary>
    public sealed record Refused(string Reason) : SpreadOutcome;
}

/// <summary>
/// Which certificates nobody may accept any more: lists signed by the mesh CA, merged. They come with the box's own folder and as
/// <c>node.revoked</c> facts, so that a box that never met the hub refuses a revoked one too. Only grows.
/// </summary>
public sealed class Revocations
{
    private readonly Lock _gate = new();
    private readonly AuthorityCertificate _authority;
    private volatile RevocationList _list;
    private Action _grown = () => { };

    public Revocations(AuthorityCertificate authority, RevocationList atStart) => (_authority, _list) = (authority, atStart);

    public RevocationList List => _list;

    public bool IsRevoked(RevocationKey key) => _list.IsRevoked(key);

    /// <summary>True when the certificate was revoked before that time (ms since 1970).</summary>
    public bool RevokedBefore(RevocationKey key, long wallMs) =>
        _list.IsRevoked(key)
        && _list.Entries.Any(e => e.Number == key.Number && e.Serial == key.SerialHex && e.TimeUnixS * 1000 <= wallMs);

    /// <summary>Told after the list has grown; open links of the revoked are closed then.</summary>
    public void OnGrown(Action handler) => _grown += handler;

    /// <summary>Follows the facts of a log, those held already included.</summary>
    public void Follow(IFactLog log)
    {
        log.OnCommitted(commit => Take(commit.Added));
        Take(log.BySubject(Subject));
    }

    /// <summary>Longest list that travels as a fact, bytes: about 150 entries.</summary>
    public const int MaxListBytes = Fact.MaxStatementBytes - 512;

    /// <summary>States a list brought by a technician as a fact, so that it spreads; durable on return. Throws <see cref="StoreRefusedException"/>.</summary>
    public async ValueTask<SpreadOutcome> SpreadAsync(FactDesk desk, SignedBlob blob, CancellationToken cancellation)
    {
        var read = RevocationList.Read(blob, _authority);
        if (!read.Ok)
        {
            return new SpreadOutcome.Refused(read.Reason);
        }
        if (read.Value.Entries.All(e => IsRevoked(new RevocationKey(e.Number, e.Serial))))
        {
            return new SpreadOutcome.NothingNew();
        }
        if (blob.Bytes.Length > MaxListBytes)
        {
            return new SpreadOutcome.Refused($"{blob.Bytes.Length} bytes; a list of at most {MaxListBytes} travels as a fact, bring this one in each box's folder");
        }
        var body = new Revoked { List = ByteString.CopyFrom(blob.Bytes.Span), Signature = ByteString.CopyFrom(blob.Signature.Span) }.ToByteArray();
        await desk.WriteAsync(Lane.Warning, scope => scope.Author(FactKinds.NodeRevoked, Subject, body), cancellation).ConfigureAwait(false);
        return new SpreadOutcome.Stated();
    }

    private const string Subject = "revocations";

    private void Take(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.NodeRevoked.Name))
        {
            try
            {
                var said = Revoked.Parser.ParseFrom(fact.Body.Span);
                var read = RevocationList.Read(new SignedBlob(said.List.Memory, said.Signature.Memory), _authority);
                if (read.Ok)
                {
                    Merge(read.Value);
                }
            }
            catch (InvalidProtocolBufferException)
            {
                // Not a list: kept and passed on like any fact, but it revokes nobody.
                continue;
            }
        }
    }

    private void Merge(RevocationList more)
    {
        lock (_gate)
        {
            var merged = _list.Merge(more);
            if (merged.Entries.Count == _list.Entries.Count)
            {
                return;
            }
            _list = merged;
        }
        _grown();
    }
}
