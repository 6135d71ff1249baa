using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Requests;

namespace Samagam.Web.Json;

/// <summary>How old an answer's truth is.</summary>
/// <param name="Source">Where it comes from, for example <c>facts</c>.</param>
/// <param name="Node">The box that says so, or the one heard last.</param>
/// <param name="AgeSeconds">Seconds since it was last confirmed; at least 0.</param>
public readonly record struct Freshness(string Source, string Node, double AgeSeconds);

/// <summary>Which part of a list this is. Pages count from 1.</summary>
public readonly record struct Pagination(int Page, int Limit, int Total)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
}

/// <summary>Which map an answer was made on, in the metadata as <c>map</c>.</summary>
/// <param name="Version">Of the map.</param>
/// <param name="Epoch">Rises with each change of crowd or orders on this box.</param>
/// <param name="CrowdAgeSeconds">Age of the newest crowd report; left out where nobody counts.</param>
public readonly record struct MapMoment(string Version, long Epoch, double? CrowdAgeSeconds);

/// <summary>What went wrong, for the <c>error</c> block.</summary>
/// <param name="Code">Stable word for programs, upper snake case, for example <c>NOT_FOUND</c>.</param>
/// <param name="Message">A sentence a person can act on, in the reader's language.</param>
/// <param name="Field">The input it is about.</param>
public readonly record struct Problem(int Status, string Code, string Message, string? Field = null, string? Details = null);

/// <summary>
/// Writes every JSON answer in the one envelope of the API contract: <c>{ success, data, metadata }</c> or <c>{ success, error }</c>.
/// </summary>
/// <param name="now">The best time the box knows, for the answer's timestamp.</param>
/// <param name="helpAt">Where the pages about errors are, each under its code: then an error carries a <c>Link</c> to its own (RFC 8288, <c>rel="help"</c>).</param>
public sealed class Envelope(Func<DateTimeOffset> now, string? helpAt = null)
{
    /// <summary>Version of the contract, also in <c>X-API-Version</c>.</summary>
    public const string Version = "1";

    /// <summary>camelCase names and words, letters of every script unescaped, null members left out, unknown members refused.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 32,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonWriterOptions Writing = new() { Encoder = Json.Encoder };

    /// <summary>Data as JSON, on one line, by the rules of the contract.</summary>
    public static string Text<T>(T data) => Text(data, TypeOf<T>());

    /// <inheritdoc cref="Text{T}(T)"/>
    /// <param name="type">A compiled shape: no reflection.</param>
    public static string Text<T>(T data, JsonTypeInfo<T> type)
    {
        using var bytes = new PooledBytes();
        Write(bytes, json => JsonSerializer.Serialize(json, data, type));
        return Encoding.UTF8.GetString(bytes.Written.Span);
    }

    public Task SendAsync<T>(HttpContext http, T data, Freshness? freshness = null, Pagination? pagination = null, int status = StatusCodes.Status200OK) =>
        SendAsync(http, data, TypeOf<T>(), freshness, pagination, status);

    public Task SendAsync<T>(HttpContext http, T data, JsonTypeInfo<T> type, Freshness? freshness = null, Pagination? pagination = null, int status = StatusCodes.Status200OK, MapMoment? map = null) =>
        SendAsync(http, status, json =>
        {
            json.WriteBoolean("success", true);
            json.WritePropertyName("data");
            JsonSerializer.Serialize(json, data, type);
            json.WriteStartObject("metadata");
            json.WriteString("timestamp", Timestamp());
            json.WriteString("version", Version);
            json.WriteString("requestId", http.TraceIdentifier);
            if (pagination is { } part)
            {
                json.WriteStartObject("pagination");
                json.WriteNumber("page", part.Page);
                json.WriteNumber("limit", part.Limit);
                json.WriteNumber("total", part.Total);
                json.WriteEndObject();
            }
            if (freshness is { } fresh)
            {
                json.WriteStartObject("freshness");
                json.WriteString("source", fresh.Source);
                json.WriteString("node", fresh.Node);
                json.WriteNumber("ageSeconds", Math.Round(Math.Max(0, fresh.AgeSeconds), 1));
                json.WriteEndObject();
            }
            if (map is { } drawn)
            {
                json.WriteStartObject("map");
                json.WriteString("version", drawn.Version);
                json.WriteNumber("epoch", drawn.Epoch);
                if (drawn.CrowdAgeSeconds is { } age)
                {
                    json.WriteNumber("crowdAgeSeconds", Math.Round(Math.Max(0, age)));
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });

    public Task FailAsync(HttpContext http, Problem problem)
    {
        if (helpAt is not null)
        {
            http.Response.Headers.Link = $"<{helpAt}{problem.Code}>; rel=\"help\"";
        }
        return SendAsync(http, problem.Status, json =>
        {
            json.WriteBoolean("success", false);
            json.WriteStartObject("error");
            json.WriteString("code", problem.Code);
            json.WriteString("message", problem.Message);
            if (problem.Details is { } details)
            {
                json.WriteString("details", details);
            }
            if (problem.Field is { } field)
            {
                json.WriteString("field", field);
            }
            json.WriteString("timestamp", Timestamp());
            json.WriteString("requestId", http.TraceIdentifier);
            json.WriteEndObject();
        });
    }

    internal static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));

    private static async Task SendAsync(HttpContext http, int status, Action<Utf8JsonWriter> members)
    {
        using var bytes = new PooledBytes();
        Write(bytes, json =>
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        });
        await Answer.SendAsync(http, status, "application/json; charset=utf-8", bytes.Written).ConfigureAwait(false);
    }

    private static void Write(PooledBytes bytes, Action<Utf8JsonWriter> value)
    {
        using var json = new Utf8JsonWriter(bytes, Writing);
        value(json);
    }

    private string Timestamp() => now().ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
