using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Samagam.Hosting;

/// <summary>
/// One event as one line of JSON (https://jsonlines.org): <c>timestamp, level, service, node, request_id, event_id,
/// event, source, message, exception, properties</c>. Fields with nothing to say are left out; over-long texts are cut.
/// </summary>
internal sealed class JsonLineFormatter(LogOptions options) : ITextFormatter
{
    // Log files are not put into pages: letters of every script stay readable.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            Write(logEvent, json);
        }
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    private void Write(LogEvent logEvent, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("level", LevelWords.Of(logEvent.Level));
        json.WriteString("service", options.Service);
        json.WriteString("node", options.Node);
        if (LogFields.Text(logEvent, LogFields.RequestId) is { } requestId)
        {
            json.WriteString("request_id", Cut(requestId));
        }
        var (eventId, eventName) = LogFields.Event(logEvent);
        if (eventId is { } id)
        {
            json.WriteNumber("event_id", id);
        }
        if (eventName is not null)
        {
            json.WriteString("event", Cut(eventName));
        }
        if (LogFields.Text(logEvent, LogFields.Source) is { } source)
        {
            json.WriteString("source", Cut(source));
        }
        json.WriteString("message", Cut(LogFields.Message(logEvent)));
        if (logEvent.Exception is { } exception)
        {
            json.WriteString("exception", Cut(exception.ToString()));
        }
        WriteProperties(logEvent, json);
        json.WriteEndObject();
    }

    private void WriteProperties(LogEvent logEvent, Utf8JsonWriter json)
    {
        var written = 0;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (LogFields.HasItsOwnField(name))
            {
                continue;
            }
            if (written == options.MaxProperties)
            {
                break;
            }
            if (written++ == 0)
            {
                json.WriteStartObject("properties");
            }
            WriteValue(json, Cut(name), value);
        }
        if (written > 0)
        {
            json.WriteEndObject();
        }
    }

    private void WriteValue(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        switch ((value as ScalarValue)?.Value)
        {
            case null when value is ScalarValue:
                json.WriteNull(name);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int or long or short or byte or uint or ushort or sbyte:
                json.WriteNumber(name, Convert.ToInt64(((ScalarValue)value).Value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case string text:
                json.WriteString(name, Cut(text));
                break;
            case IFormattable other:
                json.WriteString(name, Cut(other.ToString(null, CultureInfo.InvariantCulture)));
                break;
            default:
                json.WriteString(name, Cut(value.ToString()));
                break;
        }
    }

    private string Cut(string text) => text.Length <= options.MaxTextChars ? text : string.Concat(text.AsSpan(0, options.MaxTextChars), "…");
}
