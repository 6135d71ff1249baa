using Samagam.Core.Time;

namespace Samagam.Core.Facts;

/// <summary>
/// An immutable statement by the box that accepted it. <see cref="Statement"/> holds the exact bytes the origin made and
/// (lanes 0 to 2) signed; they are stored and passed on as they are, never serialised again. The other members are
/// what those bytes say.
/// </summary>
public sealed record Fact
{
    /// <summary>Most bytes a statement may have: an SOS with a long note fits, a photo does not.</summary>
    public const int MaxStatementBytes = 16 * 1024;

    /// <summary>Most bytes of a kind or a subject.</summary>
    public const int MaxNameBytes = 96;

    public required FactId Id { get; init; }
    public required HybridTime Time { get; init; }
    public required Lane Lane { get; init; }

    /// <summary>What is stated, for example <c>sos.raised</c>. A kind this box does not know is stored and passed on.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, for example <c>sos/{uuid}</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>How often the register was edited, for the folding law <em>latest</em>; 0 elsewhere.</summary>
    public uint Edits { get; init; }

    /// <summary>Milliseconds since 1970 after which nobody needs it, or null.</summary>
    public long? ExpiresMs { get; init; }

    /// <summary>The kind's own bytes (protobuf).</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The exact bytes of the origin's statement.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>ES256 over <see cref="Statement"/>, 64 bytes; empty above lane 2.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>True when both are the same statement; the same identity with other bytes is a conflict.</summary>
    public bool SaysTheSameAs(Fact other) => Id == other.Id && Statement.Span.SequenceEqual(other.Statement.Span);

    public bool Equals(Fact? other) => other is not null && SaysTheSameAs(other);

    public override int GetHashCode() => Id.GetHashCode();
}
