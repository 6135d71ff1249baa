using System.Text;

namespace Samagam.Web.Streams;

/// <summary>
/// One server-sent event (WHATWG HTML §9.2). <see cref="Id"/> is what the browser gives back as <c>Last-Event-ID</c>; empty for an event that is
/// not a place to resume from.
/// </summary>
public sealed record SseEvent
{
    private readonly byte[] _bytes;

    /// <summary>Throws <see cref="ArgumentException"/> for an id or name with a line break: it would forge the fields behind it.</summary>
    public SseEvent(string id, string name, string data)
    {
        if (HasBreak(id) || HasBreak(name))
        {
            throw new ArgumentException("an event's id and name are one line each");
        }
        (Id, Name) = (id, name);
        var text = new StringBuilder(data.Length + 64);
        if (id.Length > 0)
        {
            text.Append("id: ").Append(id).Append('\n');
        }
        if (name.Length > 0)
        {
            text.Append("event: ").Append(name).Append('\n');
        }
        foreach (var line in data.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append("data: ").Append(line).Append('\n');
        }
        _bytes = Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>The bytes on the wire, made once for all readers.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    private static bool HasBreak(string text) => text.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0;
}
