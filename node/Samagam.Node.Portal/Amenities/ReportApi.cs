using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Amenities;
using Samagam.Node.Amenities;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Amenities;

/// <summary>What pilgrims say of amenities: told together by everybody, the notes read by the staff of this box.</summary>
internal sealed class ReportApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/amenities/{amenityId}/reports", paced.Before(ReportAsync))
            .Says(new("amenities.report", "Say how you found an amenity", Who.Everybody) { Takes = typeof(ReportRequest), Gives = typeof(ReportTaken), Status = 201, Errors = ["AMENITY_UNKNOWN", "REPORTS_FULL"], Example = """{"status":"dirty"}""" });
        api.MapGet("/amenities/{amenityId}/reports", paced.Before(ShowAsync))
            .Says(new("amenities.reports", "What pilgrims say of an amenity, with the notes they left at this box", Who.Staff) { Gives = typeof(ReportsView), Errors = ["AMENITY_UNKNOWN"] });
    }

    private async Task ReportAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.ReportRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var state = FoundWords.Read(request.Status);
        if (state == FoundState.Unspecified || !AmenityWords.IsLine(request.Note ?? "", AmenityWords.MaxTextLength))
        {
            var field = state == FoundState.Unspecified ? "$.status" : "$.note";
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        // A device pass costs nothing to throw away: it gives no second voice. A person has one, wherever they sit; others, one for each address.
        var caller = callers.Of(http);
        var who = caller.Person is { } person ? person.Person.Subject : caller.Staff is { } staff ? "staff " + staff.Responder.Value : PacedCalls.AddressOf(http);
        var outcome = await parts.Node.ReportAmenity.RunAsync((string)http.Request.RouteValues["amenityId"]!, who, state, request.Note ?? "", http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            ReportOutcome.Kept => reply.OkAsync(http, new ReportTaken("kept"), AmenityJson.Default.ReportTaken, reply.Now, StatusCodes.Status201Created),
            ReportOutcome.Unchanged => reply.OkAsync(http, new ReportTaken("unchanged"), AmenityJson.Default.ReportTaken, reply.Now),
            ReportOutcome.Unknown => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "AMENITY_UNKNOWN", Say.ErrorAmenityUnknown),
            ReportOutcome.Full => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "REPORTS_FULL", Say.ErrorReportsFull),
            ReportOutcome.Invalid => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.status", "$.status"),
            _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        }).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["amenityId"]!;
        if (parts.Node.Map.View?.Map.AmenityById(id) is null)
        {
            return reply.ErrorAsync(http, StatusCodes.Status404NotFound, "AMENITY_UNKNOWN", Say.ErrorAmenityUnknown);
        }
        var state = parts.Node.Picture.Snapshot.Amenities.At(id, parts.Node.Desk.BestTime().WallMs, parts.Node.AmenityOptions);
        var view = new ReportsView(
            state.Reported is { } reported ? new ReportedView(FoundWords.Of(reported.State), reported.People, reported.AgeMs / 1000) : null,
            [.. parts.Node.Voices.NotesOf(id).Select(n => new ReportNote(FoundWords.Of(n.State), n.Text, (long)n.Age.TotalSeconds))]);
        return reply.OkAsync(http, view, AmenityJson.Default.ReportsView, reply.Now);
    }
}
