using System.Globalization;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Where a stream is: box, its life, and the version of its picture. Any other box, or the next life, begins with the whole state.</summary>
internal static class StreamCursor
{
    public static string Of(NodeApplication node) =>
        string.Create(CultureInfo.InvariantCulture, $"{node.Self.Node}.{node.Desk.Epoch}-{node.Picture.Snapshot.Version}");
}
