using System.Globalization;
using Samagam.Core.Ids;

namespace Samagam.Core.Facts;

/// <summary>
/// One numbered stream: who says it, in which life of that box (the epoch rises at every restore or re-image), how far
/// it goes.
/// </summary>
public readonly record struct StreamKey(NodeId Origin, uint Epoch, StreamId Stream) : IComparable<StreamKey>
{
    public int CompareTo(StreamKey other)
    {
        var byOrigin = Origin.CompareTo(other.Origin);
        if (byOrigin != 0)
        {
            return byOrigin;
        }
        var byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch != 0 ? byEpoch : Stream.CompareTo(other.Stream);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}.{Epoch}.{Stream}");
}

/// <summary>Full identity of a fact. Sequence numbers start at 1 and leave no hole.</summary>
public readonly record struct FactId(StreamKey Key, ulong Seq) : IComparable<FactId>
{
    /// <summary>Greatest sequence number: what every store can count to.</summary>
    public const ulong MaxSeq = long.MaxValue;

    public NodeId Origin => Key.Origin;

    public int CompareTo(FactId other)
    {
        var byKey = Key.CompareTo(other.Key);
        return byKey != 0 ? byKey : Seq.CompareTo(other.Seq);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}#{Seq}");
}
