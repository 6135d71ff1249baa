using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Samagam.Hosting;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c>: 200 or 503 with
/// <c>{"status":"ok|ill","checkedAt":…,"checks":[{"name","ok","reason"}]}</c>.
/// </summary>
public static class HealthEndpoints
{
    public static void MapSamagamHealth(this IEndpointRouteBuilder endpoints, HealthBoard board)
    {
        endpoints.MapGet("/health/live", (HttpContext context) => AnswerAsync(context, board, HealthQuestion.Live));
        endpoints.MapGet("/health/ready", (HttpContext context) => AnswerAsync(context, board, HealthQuestion.Ready));
    }

    private static async Task AnswerAsync(HttpContext context, HealthBoard board, HealthQuestion question)
    {
        var snapshot = await board.AskAsync(question).WaitAsync(context.RequestAborted);
        context.Response.StatusCode = snapshot.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", snapshot.IsWell ? "ok" : "ill");
        json.WriteString("checkedAt", snapshot.At);
        json.WriteStartArray("checks");
        foreach (var line in snapshot.Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteBoolean("ok", line.IsWell);
            json.WriteString("reason", line.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
