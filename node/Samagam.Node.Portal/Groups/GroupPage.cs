using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Groups;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.People;
using Samagam.Web.Html;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Groups;

/// <summary>
/// Groups without script and without an application: make one, show its code, join by the link behind the QR code, see who is in it, leave. Who is not signed in
/// gets an account by making or joining, and not by looking.
/// </summary>
internal sealed class GroupPage(PortalParts parts, Frame frame, Languages languages, PageSignIn people, Invites invites, PacedCalls paced)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Invites.JoinPath, [HttpMethods.Get, HttpMethods.Head], paced.Before(http => ShowAsync(http, StatusCodes.Status200OK, http.Request.Query["code"].ToString(), null)));
        routes.MapPost(Invites.JoinPath + "/create", paced.BeforeEntry(CreateAsync));
        routes.MapPost(Invites.JoinPath + "/join", paced.BeforeEntry(JoinAsync));
        routes.MapPost(Invites.JoinPath + "/{groupId}/leave", paced.Before(LeaveAsync));
    }

    private Task ShowAsync(HttpContext http, int status, string code, Say? problem)
    {
        var w = languages.OfPage(http);
        var me = people.SessionOf(http)?.Person;
        var alert = problem is { } say ? Markup.Of($"""<p class="card warn" role="alert">{w.With(say, parts.Node.Limits.Groups.MaxGroupsPerPerson)}</p>""") : Markup.Empty;
        var groups = me is { } person ? parts.Node.Groups.GroupsOf(person).Select(g => One(http, w, g, person)) : [];
        // A code as long as nobody typed it is not carried on.
        var typed = GroupCode.TryParse(code, out var read) ? read.Shown : code.Length <= 2 * GroupCode.Length ? code : "";
        var body = Markup.Of($"""
            <h1>{w[Say.GroupTitle]}</h1>{alert}{groups}
            <section class="card"><h2>{w[Say.GroupJoin]}</h2><form method="post" action="{Invites.JoinPath}/join"><label>{w[Say.GroupCode]}<input name="code" value="{typed}" maxlength="16" required autocomplete="off" autocapitalize="characters" spellcheck="false"></label>{Nickname(w)}<button class="go wide">{w[Say.GroupJoin]}</button></form></section>
            <section class="card"><h2>{w[Say.GroupMake]}</h2><form method="post" action="{Invites.JoinPath}/create"><label>{w[Say.GroupName]}<input name="name" maxlength="{parts.Node.Limits.Groups.MaxNameLength}" required></label>{Nickname(w)}<button class="go wide">{w[Say.GroupMake]}</button></form></section>
            <p class="small">{w[Say.GroupHelp]}</p>
            """);
        return frame.WriteAsync(http, status, new PortalPage(w, w[Say.GroupTitle], body));
    }

    private Markup One(HttpContext http, Words w, Group group, PersonId me)
    {
        var code = group.Said.Code;
        var notes = new List<Markup>();
        if (group.IsOverFull)
        {
            notes.Add(Markup.Of($"""<p class="warn">{w.With(Say.GroupOverFull, group.Members.Count, group.Said.MaxMembers)}</p>"""));
        }
        if (parts.Node.Groups.IsCodeShared(group))
        {
            notes.Add(Markup.Of($"""<p class="warn">{w[Say.ErrorGroupCodeShared]}</p>"""));
        }
        if (group.HasExpired(parts.Node.Desk.BestTime().WallMs))
        {
            notes.Add(Markup.Of($"""<p class="warn">{w[Say.ErrorGroupEnded]}</p>"""));
        }
        var members = group.Members.Select(m => Markup.Of($"""<li><b>{m.Nickname}</b>{Markup.When(m.Person == group.Owner, $" · {w[Say.GroupOwner]}")}{Markup.When(m.Person == me, $" · {w[Say.GroupYou]}")}</li>"""));
        var url = Invites.UrlOf(http, code);
        var picture = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Invites.QrOf(url)));
        return Markup.Of($"""
            <section class="card"><h2>{group.Name}</h2>{notes}<p>{w[Say.GroupCode]} <b class="code" translate="no">{code.Shown}</b></p><p class="small" translate="no">{string.Join(", ", code.Text.Select(sign => Invites.WordOf(w, sign)))}</p><p><img class="qr" width="200" height="200" alt="{url}" src="data:image/svg+xml;base64,{picture}"></p><ul>{members}</ul><form method="post" action="{Invites.JoinPath}/{group.Id.ToString()}/leave"><button class="plain">{w[Say.GroupLeave]}</button></form></section>
            """);
    }

    private Markup Nickname(Words w) => Markup.Of($"""<label>{w[Say.GroupNickname]}<input name="nickname" maxlength="{parts.Node.Limits.Groups.MaxNicknameLength}" required autocomplete="nickname"></label>""");

    private async Task CreateAsync(HttpContext http)
    {
        var form = await FormAsync(http).ConfigureAwait(false);
        var (name, nickname) = (Shapes.Text(form["name"]), Shapes.Text(form["nickname"]));
        // Looked at before anybody is taken in for it.
        var ending = name.Length == 0 || nickname.Length == 0 ? new(GroupOutcome.Invalid)
            : await people.EnsureAsync(http, languages.OfPage(http).Tag).ConfigureAwait(false) is not { } me ? new(GroupOutcome.StoreFailed)
            : await parts.Node.CreateGroup.RunAsync(me, new GroupWish(invites.NewId(), invites.Draw(), name, null, null, new MemberWords(nickname, null)), http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, ending, "").ConfigureAwait(false);
    }

    private async Task JoinAsync(HttpContext http)
    {
        var form = await FormAsync(http).ConfigureAwait(false);
        var nickname = Shapes.Text(form["nickname"]);
        if (!GroupCode.TryParse(form["code"], out var code))
        {
            await ShowAsync(http, StatusCodes.Status400BadRequest, form["code"], Say.ErrorGroupCode).ConfigureAwait(false);
            return;
        }
        var ending = nickname.Length == 0 ? new(GroupOutcome.Invalid)
            : await people.EnsureAsync(http, languages.OfPage(http).Tag).ConfigureAwait(false) is not { } me ? new(GroupOutcome.StoreFailed)
            : await parts.Node.JoinGroup.RunAsync(me, code, new MemberWords(nickname, null), http.RequestAborted).ConfigureAwait(false);
        await AnswerAsync(http, ending, code.Shown).ConfigureAwait(false);
    }

    private async Task LeaveAsync(HttpContext http)
    {
        if (people.SessionOf(http) is { } session && GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id))
        {
            var ending = await parts.Node.Membership.LeaveAsync(session.Person, id, http.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(http, ending, "").ConfigureAwait(false);
            return;
        }
        await AnswerAsync(http, new(GroupOutcome.Unknown), "").ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext http, GroupEnding ending, string code)
    {
        if (ending.Outcome is GroupOutcome.Done or GroupOutcome.Unchanged)
        {
            // A page that can be loaded again without doing it again.
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = Invites.JoinPath;
            return Task.CompletedTask;
        }
        var (status, problem) = ending.Outcome switch
        {
            GroupOutcome.Invalid => (StatusCodes.Status400BadRequest, Say.GroupWordsMissing),
            GroupOutcome.Unknown => (StatusCodes.Status404NotFound, code.Length > 0 ? Say.ErrorGroupCodeUnknown : Say.ErrorGroupUnknown),
            GroupOutcome.Ambiguous => (StatusCodes.Status409Conflict, Say.ErrorGroupCodeShared),
            GroupOutcome.Full => (StatusCodes.Status409Conflict, Say.ErrorGroupFull),
            GroupOutcome.Ended => (StatusCodes.Status409Conflict, Say.ErrorGroupEnded),
            GroupOutcome.Removed => (StatusCodes.Status403Forbidden, Say.ErrorMemberRemoved),
            GroupOutcome.TooMany => (StatusCodes.Status409Conflict, Say.ErrorTooManyGroups),
            GroupOutcome.Erased => (StatusCodes.Status404NotFound, Say.ErrorAccountErased),
            _ => (StatusCodes.Status503ServiceUnavailable, Say.ErrorNotSaved),
        };
        return ShowAsync(http, status, code, problem);
    }

    private async ValueTask<FormFields> FormAsync(HttpContext http) =>
        await FormFields.ReadAsync(http.Request, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false) ?? FormFields.Empty;
}
