using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Node.Notices;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Notices;

/// <summary>A person's own notices, what they want to hear, and the browsers they are pushed to.</summary>
internal sealed class NoticeApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced)
{
    private const string Root = "/notices";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Root, paced.Before(ListAsync)).Says(new("notices.list", "Own notices, newest first, with how far each is on its channels", Who.Pilgrim, Whose.Own) { Gives = typeof(NoticeView[]) });
        api.MapPut(Root + "/{noticeId:length(32)}/read", paced.Before(ReadAsync))
            .Says(new("notices.read", "Say that a notice was read", Who.Pilgrim, Whose.Own) { Gives = typeof(NoticeView), Errors = ["NOTICE_UNKNOWN", "NOT_SAVED"] });
        api.MapGet(Root + "/preferences", paced.Before(WishesAsync)).Says(new("notices.preferences", "What one wants to hear, how and when not", Who.Pilgrim, Whose.Own) { Gives = typeof(PreferencesBody) });
        api.MapPut(Root + "/preferences", paced.Before(WishAsync))
            .Says(new("notices.prefer", "Say what one wants to hear, how and when not", Who.Pilgrim, Whose.Own) { Takes = typeof(PreferencesBody), Gives = typeof(PreferencesBody), Errors = ["NOT_SAVED"] });
        api.MapPost(Root + "/subscriptions", paced.Before(SubscribeAsync)).Says(new("notices.subscribe", "Have notices pushed to a browser", Who.Pilgrim, Whose.Own)
        {
            Takes = typeof(PushBody), Status = 204, Errors = ["TOO_MANY_SUBSCRIPTIONS", "SUBSCRIPTION_ENDED", "NOT_SAVED"],
        });
        api.MapDelete(Root + "/subscriptions", paced.Before(UnsubscribeAsync))
            .Says(new("notices.unsubscribe", "Push no more to a browser", Who.Pilgrim, Whose.Own) { Takes = typeof(PushBody), Status = 204, Errors = ["SUBSCRIPTION_ENDED", "NOT_SAVED"] });
    }

    // The wall has let in nobody else.
    private PersonId Me(HttpContext http) => callers.Of(http).Person!.Person;

    private async Task ListAsync(HttpContext http)
    {
        var me = Me(http);
        var rows = parts.Node.NoticeRows.All(me);
        var language = parts.Node.NoticeRows.Wishes(me).Language;
        // What is listed on the person's device is delivered.
        foreach (var row in rows.Where(r => !r.Deliveries.Any(d => d is { Channel: NoticeChannel.App, Progress: >= NoticeProgress.Delivered })))
        {
            await parts.Node.NoteNotice.RunAsync(me, row.Id, NoticeProgress.Delivered, http.RequestAborted).ConfigureAwait(false);
        }
        await reply.OkAsync(http, [.. rows.Select(r => NoticeView.Of(r, parts.Node.Templates, language)).OfType<NoticeView>()], NoticesJson.Default.NoticeViewArray, reply.Now).ConfigureAwait(false);
    }

    private async Task ReadAsync(HttpContext http)
    {
        var me = Me(http);
        var outcome = NoticeId.TryParse(http.Request.RouteValues["noticeId"] as string, out var id)
            ? await parts.Node.NoteNotice.RunAsync(me, id, NoticeProgress.Read, http.RequestAborted).ConfigureAwait(false)
            : NoticeOutcome.Unknown;
        if (outcome is NoticeOutcome.Kept or NoticeOutcome.Known && parts.Node.NoticeRows.Find(me, id) is { } row
            && NoticeView.Of(row, parts.Node.Templates, parts.Node.NoticeRows.Wishes(me).Language) is { } view)
        {
            await reply.OkAsync(http, view, NoticesJson.Default.NoticeView, reply.Now).ConfigureAwait(false);
            return;
        }
        await RefuseAsync(http, outcome == NoticeOutcome.StoreFailed ? outcome : NoticeOutcome.Unknown, "NOTICE_UNKNOWN").ConfigureAwait(false);
    }

    private Task WishesAsync(HttpContext http) =>
        reply.OkAsync(http, PreferencesBody.Of(parts.Node.NoticeRows.Wishes(Me(http))), NoticesJson.Default.PreferencesBody, reply.Now);

    private async Task WishAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, NoticesJson.Default.PreferencesBody).ConfigureAwait(false) is not { } body)
        {
            return;
        }
        var (wishes, wrong) = body.Read();
        if (wishes is null)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, wrong, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.SetNotices.WishAsync(Me(http), wishes, http.RequestAborted).ConfigureAwait(false);
        await (outcome == NoticeOutcome.Kept
            ? reply.OkAsync(http, PreferencesBody.Of(wishes), NoticesJson.Default.PreferencesBody, reply.Now)
            : RefuseAsync(http, outcome, "NOTICE_UNKNOWN")).ConfigureAwait(false);
    }

    private async Task SubscribeAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, NoticesJson.Default.PushBody).ConfigureAwait(false) is not { } body)
        {
            return;
        }
        if (body.Read() is not { } address)
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$.endpoint", "$.endpoint").ConfigureAwait(false);
            return;
        }
        await DoneAsync(http, await parts.Node.SetNotices.SubscribeAsync(Me(http), address, http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task UnsubscribeAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, NoticesJson.Default.PushBody).ConfigureAwait(false) is not { } body)
        {
            return;
        }
        await DoneAsync(http, await parts.Node.SetNotices.UnsubscribeAsync(Me(http), body.Endpoint ?? "", http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Task DoneAsync(HttpContext http, NoticeOutcome outcome)
    {
        if (outcome is NoticeOutcome.Kept or NoticeOutcome.Known)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return RefuseAsync(http, outcome, "SUBSCRIPTION_ENDED");
    }

    private Task RefuseAsync(HttpContext http, NoticeOutcome outcome, string unknown) => outcome switch
    {
        NoticeOutcome.Unknown => reply.ErrorAsync(http, StatusCodes.Status404NotFound, unknown, unknown == "NOTICE_UNKNOWN" ? Say.ErrorNoticeUnknown : Say.ErrorSubscriptionEnded),
        NoticeOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_SUBSCRIPTIONS", Say.ErrorTooManySubscriptions),
        NoticeOutcome.StoreFailed => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
        _ => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, "$", "$"),
    };
}
