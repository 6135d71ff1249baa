using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Samagam.Web.Json;

namespace Samagam.Web.Requests;

/// <summary>How reading a body ended.</summary>
public enum BodyState
{
    Whole,

    /// <summary>The connection broke, or the bytes came too slowly or wrongly framed.</summary>
    Broken,

    TooLarge,
}

/// <summary>A body as far as it was read: <paramref name="Bytes"/> are what came, at most the limit, in every state.</summary>
public readonly record struct BodyRead(BodyState State, ReadOnlyMemory<byte> Bytes);

/// <summary>A body that was read, or why it was refused; the message is English, a door may say it in the reader's language.</summary>
public readonly record struct JsonOutcome<T>(T? Value, Problem? Refused);

/// <summary>Reads bodies of strangers within a limit. Their bytes never throw beyond this point, and cost no more than the limit whatever length they claim.</summary>
public static class Body
{
    /// <summary>The contract's limit, 256 KB.</summary>
    public const int MaxBytes = 256 * 1024;

    public const string TooLargeCode = "BODY_TOO_LARGE";
    public const string NotJsonCode = "JSON_EXPECTED";
    public const string FieldCode = "INVALID_FIELD";

    /// <summary>What is beyond the limit is not read; then the connection ends with the answer.</summary>
    public static async ValueTask<BodyRead> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            // The server's own limit would throw what came before it away.
            server.MaxRequestBodySize = null;
        }
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellation).ConfigureAwait(false);
                var room = maxBytes - bytes.WrittenCount;
                var fits = read.Buffer.Length <= room;
                foreach (var piece in fits ? read.Buffer : read.Buffer.Slice(0, room))
                {
                    bytes.Write(piece.Span);
                }
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (!fits)
                {
                    request.HttpContext.Response.Headers.Connection = "close";
                    return new(BodyState.TooLarge, bytes.WrittenMemory);
                }
                if (read.IsCompleted)
                {
                    return new(BodyState.Whole, bytes.WrittenMemory);
                }
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException)
        {
            return new(BodyState.Broken, bytes.WrittenMemory);
        }
    }

    /// <summary>A JSON body of type <typeparamref name="T"/>, an empty one as <c>{}</c>; an unknown field, or a value of a wrong type, is refused and named.</summary>
    public static ValueTask<JsonOutcome<T>> ReadJsonAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellation)
        where T : class => ReadJsonAsync(request, Envelope.TypeOf<T>(), maxBytes, cancellation);

    /// <inheritdoc cref="ReadJsonAsync{T}(HttpRequest, int, CancellationToken)"/>
    /// <param name="type">A compiled shape: no reflection.</param>
    public static async ValueTask<JsonOutcome<T>> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int maxBytes, CancellationToken cancellation)
        where T : class
    {
        var (state, bytes) = await ReadAsync(request, maxBytes, cancellation).ConfigureAwait(false);
        if (state == BodyState.TooLarge)
        {
            return new(null, new Problem(StatusCodes.Status413PayloadTooLarge, TooLargeCode, $"The body is longer than {maxBytes / 1024} KB."));
        }
        if (bytes.Length > 0 && !request.HasJsonContentType())
        {
            return new(null, new Problem(StatusCodes.Status415UnsupportedMediaType, NotJsonCode, "Send the body as application/json."));
        }
        string? field = null;
        try
        {
            if (JsonSerializer.Deserialize(bytes.Length == 0 ? "{}"u8 : bytes.Span, type) is { } value)
            {
                return new(value, null);
            }
        }
        catch (JsonException e)
        {
            field = e.Path;
        }
        field = string.IsNullOrEmpty(field) ? "$" : field;
        return new(null, new Problem(StatusCodes.Status400BadRequest, FieldCode, $"The field {field} is unknown, missing or has no valid value.", field));
    }
}
