using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;

namespace Samagam.Core.Boxes;

/// <summary>A box as it states itself when it joins.</summary>
/// <param name="Certificate">X.509 DER, issued by the mesh CA; what makes its statements checkable.</param>
public sealed record Box(NodeId Node, string Name, string NameHi, ushort Sector, GeoPoint Point, bool IsHub, ReadOnlyMemory<byte> Certificate)
{
    public const int MaxNameLength = 80;

    public BoxPost Post => new(Node, Point, Sector, Name, NameHi);
}

/// <summary>Boxes that ever joined, each as it last stated itself: the statement of greatest identity stands. Immutable.</summary>
public sealed class BoxDirectory
{
    public static readonly BoxDirectory Empty = new(ImmutableSortedDictionary<NodeId, (FactId, Box)>.Empty);

    private readonly ImmutableSortedDictionary<NodeId, (FactId Id, Box Box)> _boxes;

    private BoxDirectory(ImmutableSortedDictionary<NodeId, (FactId, Box)> boxes)
    {
        _boxes = boxes;
        Posts = [.. boxes.Values.Where(b => !b.Item2.IsHub).Select(b => b.Item2.Post)];
    }

    public IEnumerable<Box> All => _boxes.Values.Select(b => b.Box);

    /// <summary>Boxes that can lead a case, by number.</summary>
    public ImmutableArray<BoxPost> Posts { get; }

    public Box? Find(NodeId node) => _boxes.TryGetValue(node, out var entry) ? entry.Box : null;

    public BoxDirectory With(FactId id, Box box) =>
        _boxes.TryGetValue(box.Node, out var known) && known.Id.CompareTo(id) >= 0
            ? this
            : new BoxDirectory(_boxes.SetItem(box.Node, (id, box)));
}
