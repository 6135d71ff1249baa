using System.Text;

namespace Samagam.Web.Streams;

/// <summary>
/// One server-sent event (WHATWG HTML §9.2). <see cref="Id"/> is what the browser gives back as <c>Last-Event-ID</c>; empty for an event that is
/// not a place to resume from.
/// </summary>
public sealed record SseEvent
{
    private byte[]? _bytes;

    /// <summary>Throws <see cref="ArgumentException"/> for an id or name with a line break: it would forge the fields behind it.</summary>
    /// <param name="key">Names what happened, the same whoever tells it; not part of the stream's text.</param>
    public SseEvent(string id, string name, string data, string key = "")
    {
        if (HasBreak(id) || HasBreak(name))
        {
            throw new ArgumentException("an event's id and name are one line each");
        }
        (Id, Name, Data, Key) = (id, name, data, key);
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>The body, for carriers that frame it otherwise.</summary>
    public string Data { get; }

    public string Key { get; }

    /// <summary>The bytes on the wire, made once for all readers.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= Frame(Id, Name, Data);

    private static byte[] Frame(string id, string name, string data)
    {
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
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static bool HasBreak(string text) => text.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0;
}
