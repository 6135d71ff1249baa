using System.Text;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// Where a connection is in all it is told: one part for each feed, which only that feed understands, and which means the same at every box. <c>part~place!part~place</c>.
/// </summary>
internal sealed class LineCursor
{
    private readonly SortedDictionary<string, string> _parts = new(StringComparer.Ordinal);

    /// <summary>Empty for no cursor, one too long, or one that is none.</summary>
    public static LineCursor Read(string? text, int mostLetters)
    {
        var cursor = new LineCursor();
        if (string.IsNullOrEmpty(text) || text.Length > mostLetters)
        {
            return cursor;
        }
        foreach (var part in text.Split('!'))
        {
            var at = part.IndexOf('~', StringComparison.Ordinal);
            if (at <= 0 || !part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~'))
            {
                return new LineCursor();
            }
            cursor._parts[part[..at]] = part[(at + 1)..];
        }
        return cursor;
    }

    public string? this[string part] => _parts.GetValueOrDefault(part);

    public void Set(string part, string place) => _parts[part] = place;

    public void Forget(string part) => _parts.Remove(part);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (part, place) in _parts)
        {
            text.Append(text.Length > 0 ? "!" : "").Append(part).Append('~').Append(place);
        }
        return text.ToString();
    }
}
