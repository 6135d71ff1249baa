using System.Security.Cryptography;
using System.Text;
using Samagam.Routing;

namespace Samagam.Node.Portal.Realtime;

/// <summary>The last levels that readers were told, by cursor: what a reader needs after a break is the difference. The oldest go first.</summary>
internal sealed class CrowdTrail(int most)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _levels = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>
    /// Names the levels themselves, and the map they are of: boxes that see the same name it alike, so that a reader goes on at any of them that has told them of late;
    /// elsewhere it begins with all levels.
    /// </summary>
    public static string Cursor(MapView view, IReadOnlyDictionary<string, int> levels)
    {
        var text = new StringBuilder(view.Map.Version);
        foreach (var (zone, level) in levels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(zone).Append('=').Append(level);
        }
        return "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

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
