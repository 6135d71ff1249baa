using System.Globalization;

namespace Samagam.Core.Ids;

/// <summary>
/// Number of a box in its mesh's roster, 1 to 65,535: two bytes, so that it fits the compact radio frame. The hub is a
/// box with a number like any other.
/// </summary>
public readonly record struct NodeId(ushort Number) : IComparable<NodeId>
{
    public int CompareTo(NodeId other) => Number.CompareTo(other.Number);

    /// <summary>Text form: <c>n7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"n{Number}");
}
