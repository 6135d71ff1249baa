using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Hub.Api.Json;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Board;
using Samagam.Hub.Sos;
using Samagam.Web.Json;
using Samagam.Web.Requests;
using Samagam.Web.Streams;

namespace Samagam.Hub.Api;

/// <summary>The same for programs: JSON in the envelope, and the live stream.</summary>
internal sealed class BoardCalls(BoardDoor door)
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Filters = ["open", "pending", "acknowledged", "resolved", "drill"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/v1/cases", Read, CasesAsync);
        routes.MapMethods("/api/v1/cases/{id}", Read, CaseAsync);
        routes.MapMethods("/api/v1/cases/{id}/details", Read, DetailsAsync);
        routes.MapPost("/api/v1/cases/{id}/resolve", ResolveAsync);
        routes.MapMethods("/api/v1/boxes", Read, http => door.Envelope.SendAsync(http, door.Desk.View().Boxes.Select(BoxJson.Of).ToList(), door.Desk.Freshness()));
        routes.MapMethods("/api/v1/summary", Read, http => door.Envelope.SendAsync(http, SummaryJson.Of(door.Desk.View()), door.Desk.Freshness()));
        routes.MapMethods("/api/v1/stream", Read, StreamAsync);
    }

    private Task CasesAsync(HttpContext http)
    {
        var words = BoardDoor.WordsFor(http);
        var query = http.Request.Query;
        var filter = query["status"].ToString() is { Length: > 0 } asked ? asked : "open";
        if (!Filters.Contains(filter))
        {
            return door.Envelope.FailAsync(http, new Problem(400, "BAD_PARAMETER", words[BoardWord.BadRequest], "status", string.Join(", ", Filters)));
        }
        if (Number(query["page"].ToString(), 1, 1_000_000) is not { } page)
        {
            return door.Envelope.FailAsync(http, new Problem(400, "BAD_PARAMETER", words[BoardWord.BadRequest], "page", "1 to 1000000"));
        }
        if (Number(query["limit"].ToString(), Pagination.DefaultLimit, Pagination.MaxLimit) is not { } limit)
        {
            return door.Envelope.FailAsync(http, new Problem(400, "BAD_PARAMETER", words[BoardWord.BadRequest], "limit", "1 to 100"));
        }
        var skip = (page - 1) * limit;
        IReadOnlyList<CaseRow> rows;
        int total;
        if (filter == "resolved")
        {
            (rows, total) = door.Desk.Ended(skip, limit);
        }
        else
        {
            var view = door.Desk.View();
            var all = filter switch
            {
                "drill" => view.Drills,
                "pending" => [.. view.Open.Where(r => r.Status == SosStatus.Pending)],
                "acknowledged" => [.. view.Open.Where(r => r.Status == SosStatus.Acknowledged)],
                _ => view.Open,
            };
            (rows, total) = ([.. all.Skip(skip).Take(limit)], all.Length);
        }
        return door.Envelope.SendAsync(http, rows.Select(CaseJson.Of).ToList(), door.Desk.Freshness(), new Pagination(page, limit, total));
    }

    private Task CaseAsync(HttpContext http) =>
        Find(http) is { } row
            ? door.Envelope.SendAsync(http, new CaseFileJson(CaseJson.Of(row), [.. door.Desk.File(row.Id).Select(FileEntryJson.Of)]), door.Desk.FreshnessOf(row))
            : NoCaseAsync(http);

    private Task DetailsAsync(HttpContext http)
    {
        if (door.Operators.Who(http.Request) is not { } session)
        {
            return door.NoSessionAsync(http);
        }
        if (Find(http) is not { } row)
        {
            return NoCaseAsync(http);
        }
        var said = door.Look(row, session);
        return door.Envelope.SendAsync(http, said is null ? null : new DetailsJson(said.Name, said.Phone, said.Note), door.Desk.FreshnessOf(row));
    }

    private async Task ResolveAsync(HttpContext http)
    {
        var words = BoardDoor.WordsFor(http);
        if (door.Operators.Who(http.Request) is not { } session || RequestOrigin.IsForeign(http.Request))
        {
            await door.NoSessionAsync(http).ConfigureAwait(false);
            return;
        }
        var body = await Body.ReadJsonAsync<EndCaseJson>(http.Request, BoardDoor.MaxFormBytes, http.RequestAborted).ConfigureAwait(false);
        if (body.Refused is { } refused)
        {
            await door.Envelope.FailAsync(http, refused).ConfigureAwait(false);
            return;
        }
        if (body.Value!.Ending == SosEnding.Unspecified)
        {
            await door.Envelope.FailAsync(http, new Problem(400, Body.FieldCode, words[BoardWord.EndReason], "$.ending", "helped, takenToHospital, nobodyFound, falseAlarm, exercise")).ConfigureAwait(false);
            return;
        }
        if (Find(http) is not { } row)
        {
            await NoCaseAsync(http).ConfigureAwait(false);
            return;
        }
        var outcome = await door.EndAsync(row.Id, session, body.Value.Ending, http.RequestAborted).ConfigureAwait(false);
        if (outcome == EndCaseOutcome.NotSaved)
        {
            await door.Envelope.FailAsync(http, new Problem(503, "STORE_REFUSED", words[BoardWord.NotSaved], Details: door.Hub.Desk.Log.Condition.Reason)).ConfigureAwait(false);
            return;
        }
        var now = door.Desk.Case(row.Id)!;
        await door.Envelope.SendAsync(http, new EndedJson(outcome == EndCaseOutcome.Ended, CaseJson.Of(now)), door.Desk.FreshnessOf(now)).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext http)
    {
        using var reader = door.Feed.Stream.Join(SseStream.LastEventId(http.Request));
        if (reader is null)
        {
            http.Response.Headers.RetryAfter = "5";
            await door.Envelope.FailAsync(http, new Problem(503, "TOO_MANY_READERS", BoardDoor.WordsFor(http)[BoardWord.Failed])).ConfigureAwait(false);
            return;
        }
        await SseStream.ServeAsync(http, reader.Queue, reader, door.Feed.Options, door.Time, CancellationToken.None).ConfigureAwait(false);
    }

    private CaseRow? Find(HttpContext http) => SosId.TryParse(http.Request.RouteValues["id"] as string, out var id) ? door.Desk.Case(id) : null;

    private Task NoCaseAsync(HttpContext http) => door.Envelope.FailAsync(http, new Problem(404, "CASE_NOT_FOUND", BoardDoor.WordsFor(http)[BoardWord.CaseNotFound]));

    /// <summary>The default for an empty text; null for one that is not a number from 1 to <paramref name="max"/>.</summary>
    private static int? Number(string text, int otherwise, int max) =>
        text.Length == 0 ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number
        : null;
}
