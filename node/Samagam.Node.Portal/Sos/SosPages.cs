using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Sos;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Sos;

/// <summary>
/// The call for help as a phone without script makes it: a form, a saved call, a page that tells the truth about it. No press is
/// ever refused: what cannot be read of it is left out, and the page says so.
/// </summary>
internal sealed class SosPages(PortalParts parts, Frame frame, Languages languages, DevicePass pass, PressReader presses, SosReading reading, RaiseAnywhere raise, PortalCounters counters)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sos", FormAsync);
        routes.MapPost("/sos", RaiseAsync);
        routes.MapGet("/sos/{id}", LadderAsync);
        routes.MapPost("/sos/{id}/cancel", CancelAsync);
        routes.MapPost("/sos/{id}/location", LocateAsync);
    }

    private Task FormAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var next = frame.NewCall();
        return frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.CallHelp], Markup.Of($"""<h1>{w[Say.CallHelp]}</h1>{SosForm.Of(w, next, SosFields.Empty)}""")) { NextCall = next });
    }

    private async Task RaiseAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var device = pass.Ensure(http);
        var press = await presses.ReadAsync(http, SosDoor.Form, device, w.Tag).ConfigureAwait(false);
        if (parts.Node.Picture.Snapshot.Sos.Find(press.Id)?.EndedBy is not null)
        {
            // A page kept open from an earlier, ended call: who presses now needs help now.
            press = press with { Command = press.Command with { Id = frame.NewCall() } };
        }
        var (where, saved) = await raise.RunAsync(press.Command, PacedCalls.AddressOf(http)).ConfigureAwait(false);
        counters.Raised(SosDoor.Form, where);
        if (saved is null)
        {
            await NotSavedAsync(http, w, press.Id, SosFields.Of(press.Command)).ConfigureAwait(false);
            return;
        }
        SeeOther(http, $"/sos/{saved.Case}{press.Understood switch { Understood.All => "", Understood.Part => "?read=part", _ => "?read=nothing" }}");
    }

    private async Task LadderAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        if (!TryId(http, out var id) || CaseView.Of(parts.Node, id) is not { } view)
        {
            await NotKnownAsync(http, w, id).ConfigureAwait(false);
            return;
        }
        var refresh = view.EndedBy is null
            ? Markup.Of($"""<noscript><meta http-equiv="refresh" content="{parts.Options.RefreshSeconds}"></noscript>""")
            : Markup.Empty;
        var unread = http.Request.Query["read"].ToString() switch
        {
            "part" => Unread(w, Say.DetailsCut),
            "nothing" => Unread(w, Say.DetailsUnreadable),
            _ => Markup.Empty,
        };
        var drill = view.Drill ? Markup.Of($"""<p class="drill">{w[Say.Exercise]}</p>""") : Markup.Empty;
        var body = Markup.Of($"""
            {drill}<h1>{w[Say.YourCall]}</h1><p class="now" role="status" aria-live="polite" id="now">{LadderHtml.Sentence(w, view)}</p><p class="small" role="status" id="link"></p>{unread}
            <section class="card" id="ladder">{LadderHtml.Of(w, view)}</section>
            {LadderHtml.Forms(w, id, view)}
            <p class="small">{Markup.When(view.EndedBy is null, $"<span id=\"stay\">{w[Say.StayHere]}</span> ")}{w.With(Say.CallNumber, id.ToString()[..8])}</p>
            """);
        await frame.WriteAsync(http, StatusCodes.Status200OK, new PortalPage(w, w[Say.YourCall], body)
        {
            Head = refresh,
            Script = "sos.js",
            Data = Markup.Of($""" data-call="{id.ToString()}"{LadderHtml.ScriptWords(w, parts.Options)}"""),
        }).ConfigureAwait(false);
    }

    private async Task CancelAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var (form, id) = await AnswerAsync(http, w).ConfigureAwait(false);
        if (form is not null)
        {
            var outcome = await parts.Node.Resolve.ByCallerAsync(id, form["why"] == "false", CancellationToken.None).ConfigureAwait(false);
            await AnsweredAsync(http, w, id, outcome).ConfigureAwait(false);
        }
    }

    private async Task LocateAsync(HttpContext http)
    {
        var w = languages.OfPage(http);
        var (form, id) = await AnswerAsync(http, w).ConfigureAwait(false);
        if (form is null)
        {
            return;
        }
        var said = reading.OfForm(form, new SosCaller(SosDoor.Form, null, "", null, w.Tag));
        var known = parts.Node.Picture.Snapshot.Sos.Find(id);
        var place = said.Place ?? known?.Place ?? new Place(parts.Node.Self.Point, RaiseSos.HeardRadiusM, PlaceSource.Node);
        var outcome = await parts.Node.Locate.RunAsync(id, place, said.Call.PlaceLabel, CancellationToken.None).ConfigureAwait(false);
        await AnsweredAsync(http, w, id, outcome).ConfigureAwait(false);
    }

    private async Task<(FormFields? Form, SosId Id)> AnswerAsync(HttpContext http, Words w)
    {
        if (await FormFields.ReadAsync(http.Request, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false) is not { } form)
        {
            counters.Refused("unreadable");
            await MessageAsync(http, StatusCodes.Status400BadRequest, w, Say.UnreadableTitle, Say.UnreadableText, SosFields.Empty).ConfigureAwait(false);
            return (null, default);
        }
        if (!TryId(http, out var id))
        {
            await NotKnownAsync(http, w, id).ConfigureAwait(false);
            return (null, default);
        }
        return (form, id);
    }

    private Task AnsweredAsync(HttpContext http, Words w, SosId id, AnswerOutcome outcome)
    {
        switch (outcome)
        {
            case AnswerOutcome.UnknownCase:
                return NotKnownAsync(http, w, id);
            case AnswerOutcome.NotSaved:
                return MessageAsync(http, StatusCodes.Status503ServiceUnavailable, w, Say.NotSavedTitle, Say.AnswerNotSaved, SosFields.Empty);
            default:
                // Done, said before, or the case has ended: its page tells which.
                SeeOther(http, "/sos/" + id);
                return Task.CompletedTask;
        }
    }

    private Task NotSavedAsync(HttpContext http, Words w, SosId id, SosFields fields)
    {
        http.Response.Headers.RetryAfter = parts.Options.RefreshSeconds.ToString(CultureInfo.InvariantCulture);
        return MessageAsync(http, StatusCodes.Status503ServiceUnavailable, w, Say.NotSavedTitle, Say.NotSavedText, fields, id);
    }

    private Task NotKnownAsync(HttpContext http, Words w, SosId id) => raise.IsCarried(id)
        ? MessageAsync(http, StatusCodes.Status200OK, w, Say.CarriedTitle, Say.CarriedText, SosFields.Empty)
        : MessageAsync(http, StatusCodes.Status404NotFound, w, Say.UnknownTitle, Say.UnknownText, SosFields.Empty);

    /// <summary>A page that says what is wrong and always offers the form and the telephone.</summary>
    private Task MessageAsync(HttpContext http, int status, Words w, Say title, Say text, SosFields fields, SosId? id = null)
    {
        var next = id ?? frame.NewCall();
        var body = Markup.Of($"""
            <section class="card warn" role="alert"><h1>{w[title]}</h1><p>{w[text]}</p><p><a class="wide dial" href="tel:{parts.Options.EmergencyNumber}">{Icons.Of("phone")}{w[Say.Dial]} {parts.Options.EmergencyNumber}</a></p></section>
            {SosForm.Of(w, next, fields)}
            """);
        return frame.WriteAsync(http, status, new PortalPage(w, w[title], body) { NextCall = next });
    }

    private Markup Unread(Words w, Say what) =>
        Markup.Of($"""<p class="card warn" role="alert">{w.With(what, parts.Options.EmergencyNumber)} <a href="/sos">{w[Say.TellMore]}</a></p>""");

    private static bool TryId(HttpContext http, out SosId id) => SosId.TryParse(http.Request.RouteValues["id"] as string, out id);

    private static void SeeOther(HttpContext http, string where)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = where;
        http.Response.Headers.CacheControl = "no-store";
    }
}
