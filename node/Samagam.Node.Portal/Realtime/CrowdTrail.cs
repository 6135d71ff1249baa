using System.Globalization;
using Samagam.Routing;

namespace Samagam.Node.Portal.Realtime;

/// <summary>The last levels that readers were told, by cursor: what a reader needs after a break is the difference. The oldest go first.</summary>
internal sealed class CrowdTrail(int most)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _levels = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Box, its life, map and epoch: any other box, or the next life, begins with all levels.</summary>
    public static string Cursor(NodeApplication node, MapView view) =>
        string.Create(CultureInfo.InvariantCulture, $"{node.Self.Node}.{node.Desk.Epoch}-{view.Map.Version[..8]}.{view.Conditions.Epoch}");

    public void Add(string cursor, IReadOnlyDictionary<string, int> levels)
    {
        if (!_levels.TryAdd(cursor, levels))
        {
            return;
        }
        _order.Enqueue(cursor);
        while (_order.Count > most)
        {
            _levels.Remove(_order.Dequeue());
        }
    }

    public IReadOnlyDictionary<string, int>? At(string cursor) => _levels.GetValueOrDefault(cursor);
}
