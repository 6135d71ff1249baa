using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Hub.Api.Live;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Pages;
using Samagam.Hub.Api.Warnings;
using Samagam.Hub.Api.Ways;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Web.Assets;
using Samagam.Web.Html;
using Samagam.Web.Json;
using Samagam.Web.Languages;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api;

/// <summary>What the board is given by its host.</summary>
public sealed record BoardParts
{
    public required HubApplication Hub { get; init; }
    public required IOperatorGate Operators { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILogger Log { get; init; }

    /// <summary>Ids of new orders are drawn from it.</summary>
    public required RandomNumberGenerator Luck { get; init; }
    public BoardApiOptions Options { get; init; } = new();
}

/// <summary>
/// The hub's door for people and programs: the control room's board at <c>/</c>, cases at <c>/cases/{id}</c>, crowd and paths at <c>/ways</c>, warnings at <c>/warnings</c>, calls under <c>/api/v1</c>. Reads the
/// picture; its acts are ending a case, orders about paths, reports of crowd and warnings to the public. The host adds request ids and security headers in front.
/// </summary>
public sealed class BoardDoor
{
    /// <summary>Longest form of these pages; a voucher has 300 characters.</summary>
    public const int MaxFormBytes = 8 * 1024;

    private static readonly LanguageChoice PageLanguage = new(BoardWords.Languages, "hi");
    private static readonly LanguageChoice ApiLanguage = new(BoardWords.Languages, "en");

    private readonly BoardParts _parts;
    private readonly StaticAssets _assets = StaticAssets.Of(typeof(BoardDoor).Assembly, "assets/", "/assets");
    private readonly EndCase _end;

    public BoardDoor(BoardParts parts)
    {
        parts.Options.Validate();
        _parts = parts;
        Desk = new BoardDesk(parts.Hub, parts.Options.Board, parts.Time);
        Feed = new BoardFeed(parts.Hub, Desk, parts.Options.Stream, parts.Time);
        Ways = new WaysDesk(parts.Hub, parts.Luck, parts.Log);
        Warnings = new WarningsDesk(parts.Hub, parts.Luck, parts.Log);
        Operators = new OperatorDoor(parts.Operators, parts.Time);
        Envelope = new Envelope(parts.Time.GetUtcNow);
        _end = new EndCase(parts.Hub.Desk);
    }

    public BoardFeed Feed { get; }

    internal BoardDesk Desk { get; }
    internal WaysDesk Ways { get; }
    internal WarningsDesk Warnings { get; }
    internal OperatorDoor Operators { get; }
    internal Envelope Envelope { get; }
    internal HubApplication Hub => _parts.Hub;
    internal BoardApiOptions Options => _parts.Options;
    internal TimeProvider Time => _parts.Time;

    /// <summary>Keeps the live pages live until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Feed.RunAsync(stop);

    /// <summary>Adds all paths, and answers for what is not found or breaks on them. Other doors of the host may be mapped beside it.</summary>
    public void Map(WebApplication app)
    {
        app.Use(AnswerFailuresAsync);
        app.Use(LetReadersInAsync);
        _assets.Map(app);
        new BoardPages(this).Map(app);
        new BoardCalls(this).Map(app);
        new WaysPages(this).Map(app);
        new WaysCalls(this).Map(app);
        new PrivacyCalls(this).Map(app);
        new WarningsPages(this).Map(app);
        new WarningsCalls(this).Map(app);
    }

    internal static BoardWords WordsFor(HttpContext http) =>
        BoardWords.In(IsCall(http) ? ApiLanguage.Of(http.Request) : PageLanguage.Remember(http));

    internal PageContext ContextOf(HttpContext http)
    {
        var session = Operators.Who(http.Request);
        return new PageContext(
            WordsFor(http), session, session is null ? "" : OperatorDoor.FormToken(http.Request),
            // A page that answered a post has no address of its own to come back to.
            HttpMethods.IsPost(http.Request.Method) ? "/" : http.Request.Path.Value ?? "/",
            Desk.NowMs, Options, _assets.UrlOf);
    }

    /// <summary>Ends a case for an operator and says so in the log.</summary>
    internal async ValueTask<EndCaseOutcome> EndAsync(SosId id, OperatorSession session, Core.Sos.SosEnding ending, CancellationToken cancellation)
    {
        var outcome = await _end.RunAsync(id, session.Operator, ending, cancellation).ConfigureAwait(false);
        BoardLog.EndedCase(_parts.Log, session.Operator.Value, id.ToString(), outcome);
        return outcome;
    }

    /// <summary>Opens what the caller said, for an operator; the look is recorded before anything is shown.</summary>
    internal SosDetails? Look(Board.CaseRow row, OperatorSession session)
    {
        BoardLog.Looked(_parts.Log, session.Operator.Value, row.Id.ToString());
        Hub.Audit.Note("operator/" + session.Operator, SealedDetails.PersonOf(row.Id), Core.Privacy.AuditAct.Looked, "board");
        return row.Call is { } call ? SealedDetails.Open(_parts.Hub.Desk.Log, _parts.Hub.Vault, call) : null;
    }

    internal async ValueTask<EnterOutcome> EnterAsync(HttpContext http, string voucher)
    {
        var outcome = await Operators.EnterAsync(http, voucher, http.RequestAborted).ConfigureAwait(false);
        switch (outcome)
        {
            case EnterOutcome.Entered entered:
                BoardLog.Entered(_parts.Log, entered.Session.Operator.Value);
                break;
            case EnterOutcome.Refused refused:
                BoardLog.EnterRefused(_parts.Log, refused.Reason);
                break;
            default:
                break;
        }
        return outcome;
    }

    /// <summary>Sends what changes of a page; the header tells the script the hub's time, so that ages count from our clock and not the reader's.</summary>
    internal static Task SendPartAsync(HttpContext http, PageContext page, Markup part)
    {
        http.Response.Headers["X-Board-Now"] = page.NowMs.ToString(CultureInfo.InvariantCulture);
        return Page.SendAsync(http, part);
    }

    internal Task SayAsync(HttpContext http, int status, string sentence) => Page.SendAsync(http, Shell.Saying(ContextOf(http), sentence), status);

    private Task LetReadersInAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsReading(http.Request.Path) || IsOpenTo(http.Connection.RemoteIpAddress) || Operators.Who(http.Request) is not null)
        {
            return next(http);
        }
        if (IsCall(http))
        {
            return NoSessionAsync(http);
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/enter";
        return Task.CompletedTask;
    }

    internal Task NoSessionAsync(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Envelope.FailAsync(http, new Problem(StatusCodes.Status401Unauthorized, "OPERATOR_REQUIRED", WordsFor(http)[BoardWord.ActRefused]));
    }

    private bool IsOpenTo(IPAddress? reader) => _parts.Options.OpenTo switch
    {
        BoardReaders.Everyone => true,
        BoardReaders.ThisMachine => reader is not null && IPAddress.IsLoopback(reader),
        _ => false,
    };

    private static bool IsReading(PathString path) =>
        path == "/" || path.StartsWithSegments("/board") || path.StartsWithSegments("/cases") || path.StartsWithSegments("/ways") || path.StartsWithSegments("/warnings") || path.StartsWithSegments("/api");

    private async Task AnswerFailuresAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = bad.StatusCode;
        }
        catch (StoreRefusedException refused) when (!http.Response.HasStarted)
        {
            BoardLog.StoreRefused(_parts.Log, refused.Message);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception broken) when (!http.Response.HasStarted)
        {
            BoardLog.Broke(_parts.Log, http.Request.Path.Value ?? "", broken);
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentType is null)
        {
            await SayStatusAsync(http).ConfigureAwait(false);
        }
    }

    /// <summary>An answer that has only a status yet gets its sentence.</summary>
    private Task SayStatusAsync(HttpContext http)
    {
        var words = WordsFor(http);
        var (code, sentence) = http.Response.StatusCode switch
        {
            404 => ("NOT_FOUND", words[BoardWord.NotFound]),
            405 => ("METHOD_NOT_ALLOWED", words[BoardWord.BadRequest]),
            413 => ("BODY_TOO_LARGE", words[BoardWord.BadRequest]),
            >= 500 => ("UNAVAILABLE", words[BoardWord.Failed]),
            _ => ("BAD_REQUEST", words[BoardWord.BadRequest]),
        };
        return IsCall(http)
            ? Envelope.FailAsync(http, new Problem(http.Response.StatusCode, code, sentence))
            : SayAsync(http, http.Response.StatusCode, sentence);
    }

    private static bool IsCall(HttpContext http) => http.Request.Path.StartsWithSegments("/api");
}
