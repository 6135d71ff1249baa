using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Portal.Http;

/// <summary>An answer as it is kept, to be given again.</summary>
internal sealed record OnceAnswer(int Status, string? ContentType, string? ETag, string? Location, string? Language, byte[] Body)
{
    public static OnceAnswer Of(HttpContext http, byte[] body)
    {
        var headers = http.Response.Headers;
        return new(http.Response.StatusCode, http.Response.ContentType, Text(headers.ETag), Text(headers.Location), Text(headers.ContentLanguage), body);
    }

    public async Task SendAsync(HttpContext http)
    {
        var response = http.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (Status, ContentType, Status == StatusCodes.Status204NoContent ? null : Body.Length);
        response.Headers.CacheControl = "no-store";
        response.Headers[OncePosts.ReplayedHeader] = "true";
        (response.Headers.ETag, response.Headers.Location, response.Headers.ContentLanguage) = (ETag, Location, Language);
        await response.Body.WriteAsync(Body, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// The bytes to keep: under the person's key, or under one of this answer alone. Null when the person was erased meanwhile.
    /// </summary>
    public byte[]? Seal(NodeApplication node, FactScope scope, PersonId? person, string note)
    {
        var clear = JsonSerializer.SerializeToUtf8Bytes(this, OnceJson.Default.OnceAnswer);
        if (person is not { } whose)
        {
            var (key, alone) = node.Vault.SealAlone(note, clear);
            return JsonSerializer.SerializeToUtf8Bytes(new OnceSealed(null, key, alone), OnceJson.Default.OnceSealed);
        }
        return node.Vault.Seal(scope, whose.Subject, clear) is { } closed
            ? JsonSerializer.SerializeToUtf8Bytes(new OnceSealed(whose.ToString(), null, closed), OnceJson.Default.OnceSealed)
            : null;
    }

    /// <summary>Null when it cannot be opened any more: the person was erased, or another build kept it.</summary>
    public static OnceAnswer? Open(NodeApplication node, string note, byte[] kept)
    {
        try
        {
            if (JsonSerializer.Deserialize(kept, OnceJson.Default.OnceSealed) is not { } held)
            {
                return null;
            }
            var clear = PersonId.TryParse(held.Person, out var person) ? node.Vault.Open(node.Desk.Log.BySubject, person.Subject, held.Bytes)
                : held.Key is { } key ? node.Vault.OpenAlone(note, key, held.Bytes)
                : null;
            return clear is null ? null : JsonSerializer.Deserialize(clear, OnceJson.Default.OnceAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : header.ToString();
}

/// <summary>A kept answer, sealed.</summary>
internal sealed record OnceSealed(string? Person, byte[]? Key, byte[] Bytes);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OnceAnswer))]
[JsonSerializable(typeof(OnceSealed))]
internal sealed partial class OnceJson : JsonSerializerContext;
