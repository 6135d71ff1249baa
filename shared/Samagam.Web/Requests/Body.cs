using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Json;

namespace Samagam.Web.Requests;

/// <summary>A body that was read, or why it was refused.</summary>
public readonly record struct BodyOutcome<T>(T? Value, Problem? Refused);

/// <summary>Reads bodies of strangers within a limit. Never allocates more than the limit allows, whatever the length claimed.</summary>
public static class Body
{
    /// <summary>The contract's limit, 256 KB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Null when the body is longer than <paramref name="maxBytes"/>.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }
        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(256, Math.Min(request.ContentLength ?? 1024, maxBytes)));
        try
        {
            while (true)
            {
                var room = buffer.GetMemory(1024);
                var read = await request.Body.ReadAsync(room, cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.WrittenMemory;
                }
                buffer.Advance(read);
                if (buffer.WrittenCount > maxBytes)
                {
                    return null;
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>A JSON body of type <typeparamref name="T"/>; unknown members are refused and named.</summary>
    public static async ValueTask<BodyOutcome<T>> ReadJsonAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return new(null, new Problem(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json."));
        }
        if (await ReadAsync(request, maxBytes, cancellation).ConfigureAwait(false) is not { } bytes)
        {
            return new(null, TooLarge(maxBytes));
        }
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, Envelope.Json) is { } value
                ? new(value, null)
                : new(null, new Problem(StatusCodes.Status400BadRequest, "INVALID_JSON", "The body must be a JSON object."));
        }
        catch (JsonException e)
        {
            var field = e.Path is { Length: > 2 } path ? path[2..] : null;
            var unknown = field is not null && e.Message.Contains("could not be mapped", StringComparison.Ordinal);
            return new(null, new Problem(
                StatusCodes.Status400BadRequest,
                unknown ? "UNKNOWN_FIELD" : "INVALID_JSON",
                unknown ? $"The field {field} is not known here: remove it." : "The body is not the JSON expected here.",
                field));
        }
    }

    public static Problem TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"The body is longer than {maxBytes / 1024} KB.");
}
