using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Groups;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Locations;
using Samagam.Node.Portal.People;

namespace Samagam.Node.Portal.Groups;

/// <summary>Groups of people who find each other again: made, joined by a code, left. To who is not in it a group does not exist.</summary>
internal sealed class GroupApi(
    PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, PacedCalls paced, OncePosts once, Invites invites, Languages languages)
{
    private static readonly string[] OwnerErrors = ["GROUP_UNKNOWN", "GROUP_ENDED", "NOT_OWNER", "NOT_SAVED"];

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/groups", paced.Before(MineAsync)).Says(new("groups.mine", "Groups one is in", Who.Pilgrim, Whose.Own) { Gives = typeof(GroupView[]) });
        api.MapPost("/groups/create", paced.Before(once.Before(CreateAsync)))
            .Says(new("groups.create", "Make a group and be its owner; the same groupId or Idempotency-Key again is the same group", Who.Pilgrim, Whose.Own) { Takes = typeof(CreateRequest), Gives = typeof(GroupView), Status = 201, Errors = ["GROUP_UNKNOWN", "GROUP_ENDED", "TOO_MANY_GROUPS", "ACCOUNT_ERASED", "REQUEST_RUNNING", "KEY_REUSED", "NOT_SAVED"] });
        // A code is a secret: trying them is as slow as trying vouchers.
        api.MapPost("/groups/join", paced.BeforeEntry(once.Before(JoinAsync)))
            .Says(new("groups.join", "Come into a group by its code", Who.Pilgrim, Whose.Known) { Takes = typeof(JoinRequest), Gives = typeof(GroupView), Status = 201, Errors = ["INVALID_CODE", "CODE_UNKNOWN", "CODE_SHARED", "GROUP_FULL", "GROUP_ENDED", "MEMBER_REMOVED", "TOO_MANY_GROUPS", "ACCOUNT_ERASED", "REQUEST_RUNNING", "KEY_REUSED", "NOT_SAVED"] });
        api.MapGet("/groups/{groupId}", paced.Before(ShowAsync)).Says(new("groups.one", "A group one is in", Who.Pilgrim, Whose.Group) { Gives = typeof(GroupView), Errors = ["GROUP_UNKNOWN", "GROUP_ENDED"] });
        api.MapGet("/groups/{groupId}/invite", paced.Before(InviteAsync))
            .Says(new("groups.invite", "The code to show, to scan and to say", Who.Pilgrim, Whose.Group) { Gives = typeof(InviteView), Errors = ["GROUP_UNKNOWN", "GROUP_ENDED"] });
        api.MapGet("/groups/{groupId}/members", paced.Before(MembersAsync))
            .Says(new("groups.members", "Who is in a group", Who.Pilgrim, Whose.Group) { Gives = typeof(IReadOnlyList<MemberView>), Errors = ["GROUP_UNKNOWN", "GROUP_ENDED"] });
        api.MapDelete("/groups/{groupId}/leave", paced.Before(LeaveAsync)).Says(new("groups.leave", "Leave a group", Who.Pilgrim, Whose.Group) { Status = 204, Errors = ["GROUP_UNKNOWN", "NOT_SAVED"] });
        api.MapPut("/groups/{groupId}/members/me", paced.Before(ChangeAsync))
            .Says(new("groups.change", "Say otherwise who one is in a group, or whether one is seen", Who.Pilgrim, Whose.Group) { Takes = typeof(MembershipRequest), Gives = typeof(MemberView), Errors = ["GROUP_UNKNOWN", "ACCOUNT_ERASED", "NOT_SAVED"] });
        api.MapDelete("/groups/{groupId}/members/{memberId}", paced.Before(http => OwnAsync(http, (me, id) => RemoveAsync(http, me, id))))
            .Says(new("groups.remove", "Take a member out for good; the group takes another code", Who.Pilgrim, Whose.OwnGroup) { Gives = typeof(GroupView), Errors = [.. OwnerErrors, "MEMBER_UNKNOWN"] });
        api.MapPut("/groups/{groupId}/owner", paced.Before(HandOverAsync))
            .Says(new("groups.hand-over", "Make another member the owner", Who.Pilgrim, Whose.OwnGroup) { Takes = typeof(OwnerRequest), Gives = typeof(GroupView), Errors = [.. OwnerErrors, "MEMBER_UNKNOWN"] });
        api.MapPost("/groups/{groupId}/code", paced.Before(http => OwnAsync(http, (me, id) => parts.Node.OwnGroup.RenewCodeAsync(me, id, invites.Draw(), http.RequestAborted))))
            .Says(new("groups.renew-code", "Take another code; the old one leads nowhere any more", Who.Pilgrim, Whose.OwnGroup) { Gives = typeof(GroupView), Errors = OwnerErrors });
        api.MapDelete("/groups/{groupId}", paced.Before(EndAsync)).Says(new("groups.end", "End a group for everybody", Who.Pilgrim, Whose.OwnGroup) { Status = 204, Errors = OwnerErrors });
    }

    private Task MineAsync(HttpContext http)
    {
        var me = Me(http);
        return reply.OkAsync(http, [.. parts.Node.Groups.GroupsOf(me).Select(g => View(g, me))], GroupJson.Default.GroupViewArray, reply.Now);
    }

    private async Task CreateAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, GroupJson.Default.CreateRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var me = Me(http);
        var limits = parts.Node.Limits.Groups;
        var id = OncePosts.IdOf(http) is { } keyed ? new GroupId(keyed) : invites.NewId();
        var name = Shapes.Text(request.Name);
        var nickname = Nickname(request.Nickname, me);
        var wrong = request.GroupId is not null && !GroupId.TryParse(request.GroupId, out id) ? "$.groupId"
            : name.Length == 0 || name.Length > limits.MaxNameLength ? "$.name"
            : request.MaxMembers < 2 || request.MaxMembers > limits.MaxMembers ? "$.maxMembers"
            : nickname.Length == 0 || nickname.Length > limits.MaxNicknameLength ? "$.nickname"
            : null;
        if (!Colors.TryRead(request.Color, out var color))
        {
            wrong ??= "$.color";
        }
        if (wrong is not null)
        {
            await InvalidAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var wish = new GroupWish(id, invites.Draw(), name, request.MaxMembers, request.ExpiresAt?.ToUnixTimeMilliseconds(), new MemberWords(nickname, color));
        var ending = await parts.Node.CreateGroup.RunAsync(me, wish, http.RequestAborted).ConfigureAwait(false);
        // The rules before have seen all fields but the last.
        await AnswerAsync(http, me, ending, "$.expiresAt", withInvite: true).ConfigureAwait(false);
    }

    private async Task JoinAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, GroupJson.Default.JoinRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (!GroupCode.TryParse(request.Code, out var code))
        {
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_CODE", Say.ErrorGroupCode, "$.code").ConfigureAwait(false);
            return;
        }
        if (!Colors.TryRead(request.Color, out var color))
        {
            await InvalidAsync(http, "$.color").ConfigureAwait(false);
            return;
        }
        var me = Me(http);
        var ending = await parts.Node.JoinGroup.RunAsync(me, code, new MemberWords(Nickname(request.Nickname, me), color), http.RequestAborted).ConfigureAwait(false);
        if (ending.Outcome == GroupOutcome.Unknown)
        {
            await reply.ErrorAsync(http, StatusCodes.Status404NotFound, "CODE_UNKNOWN", Say.ErrorGroupCodeUnknown, "$.code").ConfigureAwait(false);
            return;
        }
        await AnswerAsync(http, me, ending, "$.nickname", withInvite: false).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http) => AsMemberAsync(http, (group, me) => reply.OkAsync(http, View(group, me), GroupJson.Default.GroupView, reply.Now));

    private Task InviteAsync(HttpContext http) => AsMemberAsync(
        http, (group, _) => reply.OkAsync(http, Invites.Of(http, Speak(http), group.Said.Code), GroupJson.Default.InviteView, reply.Now));

    private Task MembersAsync(HttpContext http) => AsMemberAsync(
        http,
        (group, me) =>
        {
            var seen = parts.Node.Places.In(group.Id).ToDictionary(s => s.Place.Person);
            return reply.OkAsync(
                http,
                [
                    .. group.Members.Select(m => MemberView.Of(group, m, me) with
                    {
                        LastLocation = m.IsSharing && seen.TryGetValue(m.Person, out var place) ? PlaceNow.Of(place, parts.Node.LocationLimits) : null,
                    }),
                ],
                GroupJson.Default.IReadOnlyListMemberView,
                reply.Now);
        });

    private async Task LeaveAsync(HttpContext http)
    {
        var ending = GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id)
            ? await parts.Node.Membership.LeaveAsync(Me(http), id, http.RequestAborted).ConfigureAwait(false)
            : new(GroupOutcome.Unknown);
        await NothingAsync(http, ending).ConfigureAwait(false);
    }

    private async Task ChangeAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, GroupJson.Default.MembershipRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (!Colors.TryRead(request.Color, out var color))
        {
            await InvalidAsync(http, "$.color").ConfigureAwait(false);
            return;
        }
        var me = Me(http);
        var change = new MemberChange(request.Nickname is null ? null : Shapes.Text(request.Nickname), color, request.IsSharingLocation);
        var ending = GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id)
            ? await parts.Node.Membership.ChangeAsync(me, id, change, http.RequestAborted).ConfigureAwait(false)
            : new(GroupOutcome.Unknown);
        await (ending is { Outcome: GroupOutcome.Done or GroupOutcome.Unchanged } && parts.Node.Groups.Find(id) is { } group && group.Find(me) is { } member
            ? reply.OkAsync(http, MemberView.Of(group, member, me), GroupJson.Default.MemberView, reply.Now)
            : FailAsync(http, ending.Outcome, "$.nickname")).ConfigureAwait(false);
    }

    private async Task HandOverAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, GroupJson.Default.OwnerRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (!PersonId.TryParse(request.MemberId, out var to))
        {
            await InvalidAsync(http, "$.memberId").ConfigureAwait(false);
            return;
        }
        await OwnAsync(http, (me, id) => parts.Node.OwnGroup.HandOverAsync(me, id, to, http.RequestAborted), to).ConfigureAwait(false);
    }

    private async ValueTask<GroupEnding> RemoveAsync(HttpContext http, PersonId me, GroupId id) =>
        PersonId.TryParse(http.Request.RouteValues["memberId"] as string, out var member)
            ? await parts.Node.OwnGroup.RemoveAsync(me, id, member, invites.Draw(), http.RequestAborted).ConfigureAwait(false)
            : new(GroupOutcome.Unknown);

    private async Task EndAsync(HttpContext http) => await NothingAsync(
        http,
        GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id)
            ? await parts.Node.OwnGroup.EndAsync(Me(http), id, http.RequestAborted).ConfigureAwait(false)
            : new(GroupOutcome.Unknown)).ConfigureAwait(false);

    /// <param name="other">The member it is about, where a body names one.</param>
    private async Task OwnAsync(HttpContext http, Func<PersonId, GroupId, ValueTask<GroupEnding>> act, PersonId? other = null)
    {
        var me = Me(http);
        if (!GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id))
        {
            await FailAsync(http, GroupOutcome.Unknown).ConfigureAwait(false);
            return;
        }
        var ending = await act(me, id).ConfigureAwait(false);
        // Who is in the group knows it; then it is the member that is not known.
        var ofMember = ending.Outcome == GroupOutcome.Unknown && (other is not null || http.Request.RouteValues.ContainsKey("memberId")) && parts.Node.Groups.Find(id)?.Find(me) is not null;
        await (ofMember
            ? reply.ErrorAsync(http, StatusCodes.Status404NotFound, "MEMBER_UNKNOWN", Say.ErrorMemberUnknown)
            : AnswerAsync(http, me, ending with { Outcome = ending.Outcome == GroupOutcome.Done ? GroupOutcome.Unchanged : ending.Outcome }, "memberId", withInvite: true)).ConfigureAwait(false);
    }

    private Task AsMemberAsync(HttpContext http, Func<Group, PersonId, Task> act)
    {
        var me = Me(http);
        return !GroupId.TryParse(http.Request.RouteValues["groupId"] as string, out var id) ? FailAsync(http, GroupOutcome.Unknown)
            : parts.Node.Groups.Find(id) is { } group && group.Find(me) is not null ? act(group, me)
            : FailAsync(http, parts.Node.Groups.WasEnded(id) ? GroupOutcome.Ended : GroupOutcome.Unknown);
    }

    private Task AnswerAsync(HttpContext http, PersonId me, GroupEnding ending, string field, bool withInvite)
    {
        if (ending is { Outcome: GroupOutcome.Done or GroupOutcome.Unchanged, Group: { } id } && parts.Node.Groups.Find(id) is { } group)
        {
            var view = View(group, me) with { Invite = withInvite ? Invites.Of(http, Speak(http), group.Said.Code) : null };
            return reply.OkAsync(http, view, GroupJson.Default.GroupView, reply.Now, ending.Outcome == GroupOutcome.Done ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        return FailAsync(http, ending.Outcome, field);
    }

    private Task NothingAsync(HttpContext http, GroupEnding ending)
    {
        if (ending.Outcome is GroupOutcome.Done or GroupOutcome.Unchanged)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return FailAsync(http, ending.Outcome);
    }

    private Task FailAsync(HttpContext http, GroupOutcome outcome, string field = "$") => outcome switch
    {
        GroupOutcome.Invalid => InvalidAsync(http, field),
        GroupOutcome.Unknown => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "GROUP_UNKNOWN", Say.ErrorGroupUnknown),
        GroupOutcome.Ambiguous => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "CODE_SHARED", Say.ErrorGroupCodeShared, "$.code"),
        GroupOutcome.Full => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "GROUP_FULL", Say.ErrorGroupFull),
        GroupOutcome.Ended => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "GROUP_ENDED", Say.ErrorGroupEnded),
        GroupOutcome.Removed => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "MEMBER_REMOVED", Say.ErrorMemberRemoved),
        GroupOutcome.NotOwner => reply.ErrorAsync(http, StatusCodes.Status403Forbidden, "NOT_OWNER", Say.ErrorNotOwner),
        GroupOutcome.TooMany => reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_GROUPS", Say.ErrorTooManyGroups, null, parts.Node.Limits.Groups.MaxGroupsPerPerson),
        GroupOutcome.Erased => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "ACCOUNT_ERASED", Say.ErrorAccountErased),
        _ => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved),
    };

    private GroupView View(Group group, PersonId me) => new(
        group.Id.ToString(),
        group.Name,
        group.Said.Code.Text,
        group.Owner?.ToString(),
        group.Said.MaxMembers,
        group.Members.Count,
        !group.HasExpired(parts.Node.Desk.BestTime().WallMs),
        group.IsOverFull,
        parts.Node.Groups.IsCodeShared(group),
        DateTimeOffset.FromUnixTimeMilliseconds(group.Said.CreatedMs),
        DateTimeOffset.FromUnixTimeMilliseconds(group.Said.ExpiresMs),
        group.Owner == me,
        me.ToString());

    private string Nickname(string? said, PersonId me) => said is null ? parts.Node.Profiles.ProfileOf(me).Standing?.Value.Name ?? "" : Shapes.Text(said);

    private PersonId Me(HttpContext http) => callers.Of(http).Person!.Person;

    private Words Speak(HttpContext http)
    {
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        return w;
    }

    private Task InvalidAsync(HttpContext http, string field) => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field);
}
