using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Samagam.Node.Portal.Http;

/// <summary>How reading a body ended.</summary>
internal enum BodyState
{
    Read,
    Unreadable,
    TooLarge,
}

/// <summary>Bodies of requests, read whole within a limit. A stranger's bytes never throw beyond this point.</summary>
internal static class Bodies
{
    private const int MaxFields = 64;
    private const int MaxKey = 64;

    /// <summary>The whole body, at most <paramref name="limit"/> bytes; what is beyond is not read.</summary>
    public static async ValueTask<(BodyState State, ReadOnlyMemory<byte> Bytes)> ReadAsync(HttpContext http, int limit)
    {
        if (http.Request.ContentLength > limit)
        {
            return (BodyState.TooLarge, default);
        }
        var reader = http.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted).ConfigureAwait(false);
                if (read.Buffer.Length > limit)
                {
                    reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    return (BodyState.TooLarge, default);
                }
                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return (BodyState.Read, bytes);
                }
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (BodyState.TooLarge, default);
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException)
        {
            return (BodyState.Unreadable, default);
        }
    }

    /// <summary>Fields of an <c>application/x-www-form-urlencoded</c> body. Too many or too long keys make it unreadable.</summary>
    public static async ValueTask<(BodyState State, FormCollection Form)> FormOfAsync(ReadOnlyMemory<byte> bytes, int limit)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var reader = new FormReader(stream, Encoding.UTF8) { ValueCountLimit = MaxFields, KeyLengthLimit = MaxKey, ValueLengthLimit = limit };
            return (BodyState.Read, new FormCollection(await reader.ReadFormAsync().ConfigureAwait(false)));
        }
        catch (InvalidDataException)
        {
            return (BodyState.Unreadable, new FormCollection(new Dictionary<string, StringValues>()));
        }
    }

    /// <summary>A JSON object; null when it is none.</summary>
    public static JsonDocument? JsonOf(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // A byte order mark and a trailing comma are no reason to refuse a call for help.
            var text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
