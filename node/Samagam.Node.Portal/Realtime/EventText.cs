using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) into a response; nothing goes out before a flush.</summary>
internal static class EventText
{
    /// <param name="data">One line.</param>
    public static void WriteEvent(this PipeWriter writer, string cursor, string name, ReadOnlySpan<byte> data)
    {
        writer.WriteText($"id: {cursor}\nevent: {name}\ndata: ");
        writer.Write(data);
        writer.Write("\n\n"u8);
    }

    public static void WriteBeat(this PipeWriter writer) => writer.Write(": still here\n\n"u8);

    /// <summary>How long a browser waits before it comes back.</summary>
    public static void WriteRetry(this PipeWriter writer, int milliseconds) => writer.WriteText($"retry: {milliseconds}\n\n");

    private static void WriteText(this PipeWriter writer, FormattableString text) =>
        Encoding.UTF8.GetBytes(FormattableString.Invariant(text), writer);
}
