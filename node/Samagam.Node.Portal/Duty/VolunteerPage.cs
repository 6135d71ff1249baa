using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Node.Sos;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Duty;

/// <summary>
/// The volunteer's page: entry by voucher, duty switch, offers and own cases. Works by plain forms and renewal; a script makes
/// it live and loud.
/// </summary>
internal sealed class VolunteerPage(
    PortalParts parts, Frame frame, Languages languages, StaffDoor staff, StaffEntry door, ResponderCases cases, ResponderAnswers answers, PacedCalls paced,
    ILogger<VolunteerPage> logger)
{
    private const int DefaultEtaMinutes = 10;
    private const string Home = "/volunteer";

    public void Map(IEndpointRouteBuilder routes)
    {
        var entry = paced.BeforeEntry(EnterByLinkAsync);
        var show = paced.Before(http => ShowAsync(http, StatusCodes.Status200OK, null));
        routes.MapGet(Home, http => http.Request.Query.ContainsKey("voucher") ? entry(http) : show(http));
        routes.MapPost(Home + "/enter", paced.BeforeEntry(EnterAsync));
        routes.MapPost(Home + "/leave", LeaveAsync);
        routes.MapPost(Home + "/duty", DutyAsync);
        routes.MapPost(Home + "/{id}/{answer}", AnswerAsync);
    }

    private async Task ShowAsync(HttpContext http, int status, Say? problem)
    {
        var w = languages.OfPage(http);
        var alert = problem is { } say ? Markup.Of($"""<p class="card warn" role="alert">{w[say]}</p>""") : Markup.Empty;
        if (staff.SessionOf(http) is not { } session)
        {
            await frame.WriteAsync(http, status, new PortalPage(w, w[Say.VolunteerTitle], Markup.Of($"""
                <h1>{w[Say.VolunteerTitle]}</h1>{alert}<section class="card"><form method="post" action="/volunteer/enter"><label>{w[Say.VoucherText]}<textarea name="voucher" rows="4" maxlength="400" required autocomplete="off" spellcheck="false"></textarea></label><button class="go wide">{w[Say.Enter]}</button></form><p class="small">{w[Say.VoucherHelp]}</p></section>
                """))).ConfigureAwait(false);
            return;
        }
        var list = cases.Of(session, w);
        await frame.WriteAsync(http, status, new PortalPage(w, w[Say.VolunteerTitle], Body(w, session, list, alert))
        {
            Head = Markup.Of($"""<noscript><meta http-equiv="refresh" content="{parts.Options.RefreshSeconds}"></noscript>"""),
            Script = "duty.js",
            Data = Markup.Of($""" data-live="{w[DutyView.Of(parts.Node, session).OnDuty ? Say.LinkLive : Say.LinkUp]}"{LadderHtml.ScriptWords(w, parts.Options)}"""),
        }).ConfigureAwait(false);
        // The page has gone out with these offers on it: the phone has them.
        foreach (var offer in list.Where(c => c.State == "offered"))
        {
            await answers.ReceiveAsync(offer.Id, session).ConfigureAwait(false);
        }
    }

    private Markup Body(Words w, StaffSession session, IReadOnlyList<OfferView> list, Markup alert)
    {
        var duty = DutyView.Of(parts.Node, session);
        return Markup.Of($"""
            <h1>{session.CallSign}</h1>{alert}
            <section class="card state"><p class="now" id="duty">{w[duty.OnDuty ? duty.AtThisBox ? Say.OnDutyHere : Say.OnDutyElsewhere : Say.OffDuty]}</p>
            <form class="row" method="post" action="/volunteer/duty">{Skills(w, session, duty)}<button class="{(duty.OnDuty ? "plain" : "go")}" name="on" value="{(duty.OnDuty ? "0" : "1")}">{w[duty.OnDuty ? Say.GoOffDuty : Say.GoOnDuty]}</button></form></section>
            <p class="row"><button class="go" type="button" id="sound" hidden>{w[Say.SoundOn]}</button><span id="link" role="status" class="small"></span></p>
            <p class="card" id="gone" role="status" aria-live="polite" hidden></p>
            <div id="cases" aria-live="assertive">{list.Select(c => OfferHtml.Of(w, c))}</div><p class="small" id="none"{Markup.When(list.Count > 0, $" hidden")}>{w[duty.OnDuty ? Say.NoOffers : Say.NoOffersOffDuty]}</p>
            <form method="post" action="/volunteer/leave"><button class="plain">{w[Say.Leave]}</button></form>
            """);
    }

    private static Markup Skills(Words w, StaffSession session, DutyView duty) => session.Skills.Count == 0 || duty.OnDuty
        ? Markup.Empty
        : Markup.Of($"""<fieldset><legend>{w[Say.SkillsToday]}</legend><input type="hidden" name="choose" value="1">{session.Skills.Select(s => Markup.Of($"""<label class="tick"><input type="checkbox" name="skill" value="{s}" checked> {w.Skill(s)}</label>"""))}</fieldset>""");

    private Task EnterByLinkAsync(HttpContext http) => EnterWithAsync(http, http.Request.Query["voucher"].ToString(), null);

    private async Task EnterAsync(HttpContext http)
    {
        var form = await FormAsync(http).ConfigureAwait(false);
        await EnterWithAsync(http, form["voucher"], form["code"]).ConfigureAwait(false);
    }

    private async Task EnterWithAsync(HttpContext http, string voucher, string? code)
    {
        var outcome = await door.EnterAsync(voucher, code, http.RequestAborted).ConfigureAwait(false);
        if (outcome is not EntryOutcome.Entered(var token, var session))
        {
            DutyLog.EntryRefused(logger);
            await (outcome switch
            {
                EntryOutcome.CodeNeeded => AskCodeAsync(http, StatusCodes.Status200OK, voucher, null),
                EntryOutcome.BadCode => AskCodeAsync(http, StatusCodes.Status403Forbidden, voucher, Say.ErrorTotp),
                EntryOutcome.Wait => AskCodeAsync(http, StatusCodes.Status429TooManyRequests, voucher, Say.ErrorTotp),
                EntryOutcome.NotSaved => ShowAsync(http, StatusCodes.Status503ServiceUnavailable, Say.ErrorNotSaved),
                _ => ShowAsync(http, StatusCodes.Status403Forbidden, Say.ErrorVoucher),
            }).ConfigureAwait(false);
            return;
        }
        staff.SignIn(http, token);
        DutyLog.Entered(logger, session.Responder.Value);
        Back(http);
    }

    /// <summary>Asks an admin for the code of their authenticator app; the voucher goes along.</summary>
    private Task AskCodeAsync(HttpContext http, int status, string voucher, Say? problem)
    {
        var w = languages.OfPage(http);
        var alert = problem is { } say ? Markup.Of($"""<p class="card warn" role="alert">{w[say]}</p>""") : Markup.Empty;
        return frame.WriteAsync(http, status, new PortalPage(w, w[Say.VolunteerTitle], Markup.Of($"""
            <h1>{w[Say.VolunteerTitle]}</h1>{alert}<section class="card"><form method="post" action="/volunteer/enter"><input type="hidden" name="voucher" value="{voucher.Trim()}"><label>{w[Say.TotpCode]}<input name="code" inputmode="numeric" pattern="[0-9]*" maxlength="6" required autocomplete="one-time-code"></label><button class="go wide">{w[Say.Enter]}</button></form></section>
            """)));
    }

    private async Task LeaveAsync(HttpContext http)
    {
        if (staff.SessionOf(http) is { } session)
        {
            await answers.SetDutyAsync(session, on: false, null, null).ConfigureAwait(false);
            staff.SignOut(http);
        }
        Back(http);
    }

    private async Task DutyAsync(HttpContext http)
    {
        if (staff.SessionOf(http) is not { } session)
        {
            await ShowAsync(http, StatusCodes.Status401Unauthorized, Say.ErrorNotSignedIn).ConfigureAwait(false);
            return;
        }
        var form = await FormAsync(http).ConfigureAwait(false);
        IReadOnlyCollection<string>? skills = form.Has("choose") ? form.All("skill") : null;
        if (await answers.SetDutyAsync(session, form["on"] == "1", skills, null).ConfigureAwait(false))
        {
            Back(http);
        }
        else
        {
            await ShowAsync(http, StatusCodes.Status503ServiceUnavailable, Say.ErrorNotSaved).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (staff.SessionOf(http) is not { } session)
        {
            await ShowAsync(http, StatusCodes.Status401Unauthorized, Say.ErrorNotSignedIn).ConfigureAwait(false);
            return;
        }
        _ = SosId.TryParse(http.Request.RouteValues["id"] as string, out var id);
        var form = await FormAsync(http).ConfigureAwait(false);
        AnswerOutcome? outcome = http.Request.RouteValues["answer"] switch
        {
            "accept" => await answers.AcceptAsync(id, session, Minutes(form["minutes"]) * 60).ConfigureAwait(false),
            "decline" => await answers.DeclineAsync(id, session, form["reason"]).ConfigureAwait(false),
            "arrive" => await answers.ArriveAsync(id, session).ConfigureAwait(false),
            "resolve" => await answers.ResolveAsync(id, session, ResponderAnswers.EndingOf(form["ending"]) ?? SosEnding.Helped).ConfigureAwait(false),
            "hand-over" => await answers.HandOverAsync(id, session, form["note"]).ConfigureAwait(false),
            _ => null,
        };
        switch (outcome)
        {
            case AnswerOutcome.Done or AnswerOutcome.AlreadySo:
                Back(http);
                break;
            case AnswerOutcome.Ended:
                await ShowAsync(http, StatusCodes.Status409Conflict, Say.ErrorEnded).ConfigureAwait(false);
                break;
            case AnswerOutcome.NoClaim:
                await ShowAsync(http, StatusCodes.Status409Conflict, Say.ErrorNoClaim).ConfigureAwait(false);
                break;
            case AnswerOutcome.NotSaved:
                await ShowAsync(http, StatusCodes.Status503ServiceUnavailable, Say.ErrorNotSaved).ConfigureAwait(false);
                break;
            default:
                await ShowAsync(http, StatusCodes.Status404NotFound, Say.ErrorUnknownCase).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>A form we cannot read says nothing: the answers have defaults, and a voucher of no characters is refused.</summary>
    private async Task<FormFields> FormAsync(HttpContext http) =>
        await FormFields.ReadAsync(http.Request, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false) ?? FormFields.Empty;

    private static int Minutes(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= SosAccepted.MaxEtaSeconds / 60 ? minutes : DefaultEtaMinutes;

    private static void Back(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Home;
        http.Response.Headers.CacheControl = "no-store";
    }
}
