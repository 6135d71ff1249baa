using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Http;

/// <summary>The one shape of every API answer: success with data and metadata, or an error a person can act on.</summary>
internal sealed class ApiEnvelope(PortalParts parts, Languages languages)
{
    // Scripts of many languages stay readable; what HTML gives a meaning is escaped all the same.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonWriterOptions Writing = new() { Encoder = Encoder };

    public Task OkAsync<T>(HttpContext http, T data, JsonTypeInfo<T> type, Freshness? freshness = null, int status = StatusCodes.Status200OK) =>
        WriteAsync(http, status, json =>
        {
            json.WriteBoolean("success"u8, true);
            json.WritePropertyName("data"u8);
            JsonSerializer.Serialize(json, data, type);
            json.WriteStartObject("metadata"u8);
            Stamp(http, json);
            json.WriteString("version"u8, Web.Json.Envelope.Version);
            if (freshness is { } fresh)
            {
                json.WriteStartObject("freshness"u8);
                json.WriteString("source"u8, fresh.Source);
                json.WriteString("node"u8, fresh.Node);
                json.WriteNumber("ageSeconds"u8, fresh.AgeSeconds);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });

    /// <param name="code">For programs, upper case.</param>
    /// <param name="message">For people, in their language.</param>
    /// <param name="field">The field at fault, as a path.</param>
    public Task ErrorAsync(HttpContext http, int status, string code, Say message, string? field = null, params ReadOnlySpan<object?> values)
    {
        var w = languages.OfApi(http);
        var text = w.With(message, values);
        http.Response.Headers.ContentLanguage = w.Tag;
        return WriteAsync(http, status, json =>
        {
            json.WriteBoolean("success"u8, false);
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, code);
            json.WriteString("message"u8, text);
            if (field is not null)
            {
                json.WriteString("field"u8, field);
            }
            Stamp(http, json);
            json.WriteEndObject();
        });
    }

    /// <summary>Freshness of what this box knows by facts: it is current as far as they have arrived.</summary>
    public Freshness Now => new("facts", parts.Node.Self.Node.ToString(), 0);

    /// <summary>One line of JSON, for the stream.</summary>
    public static byte[] Line<T>(T data, JsonTypeInfo<T> type) => Write(json => JsonSerializer.Serialize(json, data, type));

    private void Stamp(HttpContext http, Utf8JsonWriter json)
    {
        var (wallMs, _) = parts.Node.Desk.BestTime();
        json.WriteString("timestamp"u8, DateTimeOffset.FromUnixTimeMilliseconds(wallMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("requestId"u8, http.TraceIdentifier);
    }

    private static Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> body)
    {
        var bytes = Write(json =>
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        });
        return Answer.SendAsync(http, status, "application/json; charset=utf-8", bytes);
    }

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            body(json);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
