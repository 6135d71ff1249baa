using System.Collections.Concurrent;
using System.Net;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Groups;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Groups;

/// <summary>Two real boxes cut apart and healed: one group on both sides.</summary>
public sealed class GroupSplitTests
{
    [Fact]
    public async Task Twelve_let_in_by_two_islands_all_stay_and_it_is_said_and_nobody_else_comes_in()
    {
        await using var split = await Split.StartAsync();
        using var owner = await split.AtA.Phone().RegisterAsync();
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Village", nickname = "Owner", maxMembers = 10 });
        var (id, code) = (made.Data.GetProperty("groupId").GetString()!, made.Data.GetProperty("code").GetString());
        for (var i = 0; i < 7; i++)
        {
            using var early = await split.AtA.Phone().RegisterAsync();
            await early.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "early" + i });
        }
        await split.AgreeAsync();
        await split.CutAsync();
        foreach (var portal in new[] { split.AtA, split.AtB })
        {
            for (var i = 0; i < 2; i++)
            {
                using var late = await portal.Phone().RegisterAsync();
                Assert.Equal(HttpStatusCode.Created, (await late.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "late" + i })).Status);
            }
        }
        using var there = split.AtB.Phone();
        Assert.False((await there.JsonAsync(HttpMethod.Get, "/api/v1/groups/" + id, null, owner.Token)).Data.GetProperty("isOverFull").GetBoolean());
        await split.MendAsync();
        var here = await owner.CallAsync(HttpMethod.Get, "groups/" + id);
        Assert.Equal(12, here.Data.GetProperty("memberCount").GetInt32());
        Assert.True(here.Data.GetProperty("isOverFull").GetBoolean());
        var members = await owner.CallAsync(HttpMethod.Get, $"groups/{id}/members");
        Assert.Equal(members.Data.ToString(), (await there.JsonAsync(HttpMethod.Get, $"/api/v1/groups/{id}/members", null, owner.Token)).Data.ToString());
        foreach (var portal in new[] { split.AtA, split.AtB })
        {
            using var fresh = await portal.Phone().RegisterAsync();
            Assert.Equal("GROUP_FULL", (await fresh.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "new" })).ErrorCode);
        }
    }

    [Fact]
    public async Task Bells_ring_for_what_other_boxes_say_and_add_up_to_the_list()
    {
        await using var split = await Split.StartAsync();
        using var owner = await split.AtA.Phone().RegisterAsync();
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Village", nickname = "Owner" });
        var code = made.Data.GetProperty("code").GetString();
        var id = new GroupId(made.Data.GetProperty("groupId").GetGuid());
        await split.AgreeAsync();
        var heard = new ConcurrentQueue<GroupEvent>();
        var (listening, now) = split.B.Node.GroupBells.Listen(id, e =>
        {
            heard.Enqueue(e);
            split.B.Ring();
        })!.Value;
        Assert.Equal("Owner", Assert.Single(now.Members).Nickname);
        using var ravi = await split.AtA.Phone().RegisterAsync();
        await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Ravi" });
        var person = new PersonId(Guid.Parse(ravi.UserId));
        await split.B.UntilAsync(() => heard.OfType<GroupEvent.MemberJoined>().Any(e => e.Member.Person == person), "the bell of joining");
        await split.B.UntilAsync(() => split.B.Node.Groups.Find(id)?.Find(person)?.Nickname == "Ravi", "the nickname");
        await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}/leave");
        await split.B.UntilAsync(() => heard.OfType<GroupEvent.MemberLeft>().Any(e => e.Member == person), "the bell of leaving");
        // Erased is gone as well.
        using var mina = await split.AtB.Phone().RegisterAsync();
        await mina.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Mina" });
        var erased = new PersonId(Guid.Parse(mina.UserId));
        await split.B.UntilAsync(() => heard.OfType<GroupEvent.MemberJoined>().Any(e => e.Member.Person == erased), "the bell of joining here");
        await split.AgreeAsync();
        await split.A.Node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, erased.Subject, []), PortalBox.Cancel);
        await split.B.UntilAsync(() => heard.OfType<GroupEvent.MemberLeft>().Any(e => e.Member == erased), "the bell of erasing");
        Assert.Equal(1, (await owner.CallAsync(HttpMethod.Get, "groups/" + id)).Data.GetProperty("memberCount").GetInt32());
        await owner.CallAsync(HttpMethod.Delete, "groups/" + id);
        await split.B.UntilAsync(() => heard.Last() is GroupEvent.Ended, "the end");
        listening.Dispose();
    }

    [Fact]
    public async Task Erasing_the_creator_leaves_the_group_with_its_name_and_who_came_next_owns_it()
    {
        await using var split = await Split.StartAsync();
        using var owner = await split.AtA.Phone().RegisterAsync();
        using var ravi = await split.AtA.Phone().RegisterAsync();
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Village", nickname = "Owner" });
        var id = made.Data.GetProperty("groupId").GetString()!;
        await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code = made.Data.GetProperty("code").GetString(), nickname = "Ravi" });
        await split.A.Node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, "person/" + owner.UserId, []), PortalBox.Cancel);
        await split.AgreeAsync();
        using var there = split.AtB.Phone();
        var seen = await there.JsonAsync(HttpMethod.Get, "/api/v1/groups/" + id, null, ravi.Token);
        Assert.Equal("Village", seen.Data.GetProperty("name").GetString());
        Assert.True(seen.Data.GetProperty("isOwner").GetBoolean());
        Assert.Equal(["Ravi"], (await there.JsonAsync(HttpMethod.Get, $"/api/v1/groups/{id}/members", null, ravi.Token)).Data.EnumerateArray().Select(m => m.GetProperty("nickname").GetString()!));
    }

    [Fact]
    public async Task Two_islands_that_draw_one_code_lead_nobody_astray_and_the_owner_takes_another()
    {
        await using var split = await Split.StartAsync();
        using var here = await split.AtA.Phone().RegisterAsync();
        using var there = await split.AtB.Phone().RegisterAsync();
        using var late = await split.AtA.Phone().RegisterAsync();
        await split.AgreeAsync();
        await split.CutAsync();
        var code = GroupCode.Of(4_711);
        var first = await MakeAsync(split.A.Node, here, code);
        var second = await MakeAsync(split.B.Node, there, code);
        await split.MendAsync();
        Assert.Equal("CODE_SHARED", (await late.CallAsync(HttpMethod.Post, "groups/join", new { code = code.Text, nickname = "late" })).ErrorCode);
        Assert.True((await here.CallAsync(HttpMethod.Get, "groups/" + first)).Data.GetProperty("isCodeShared").GetBoolean());
        var renewed = await here.CallAsync(HttpMethod.Post, $"groups/{first}/code");
        Assert.False(renewed.Data.GetProperty("isCodeShared").GetBoolean());
        await split.AgreeAsync();
        Assert.Equal(second.ToString(), (await late.CallAsync(HttpMethod.Post, "groups/join", new { code = code.Text, nickname = "late" })).Data.GetProperty("groupId").GetString());
        Assert.Equal(first.ToString(), (await late.CallAsync(HttpMethod.Post, "groups/join", new { code = renewed.Data.GetProperty("code").GetString(), nickname = "late" })).Data.GetProperty("groupId").GetString());
    }

    [Fact]
    public async Task Who_was_taken_out_on_one_side_stays_out_whatever_they_say_on_the_other()
    {
        await using var split = await Split.StartAsync();
        using var owner = await split.AtA.Phone().RegisterAsync();
        using var ravi = await split.AtA.Phone().RegisterAsync();
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Village", nickname = "Owner" });
        var id = made.Data.GetProperty("groupId").GetString()!;
        await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code = made.Data.GetProperty("code").GetString(), nickname = "Ravi" });
        await split.AgreeAsync();
        await split.CutAsync();
        using var there = split.AtB.Phone();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await there.JsonAsync(HttpMethod.Put, $"/api/v1/groups/{id}/members/me", new { nickname = "Ravi " + i }, ravi.Token)).Status);
        }
        Assert.Equal(HttpStatusCode.OK, (await owner.CallAsync(HttpMethod.Delete, $"groups/{id}/members/{ravi.UserId}")).Status);
        await split.MendAsync();
        Assert.Equal("GROUP_UNKNOWN", (await there.JsonAsync(HttpMethod.Get, "/api/v1/groups/" + id, null, ravi.Token)).ErrorCode);
        Assert.Equal(1, (await owner.CallAsync(HttpMethod.Get, "groups/" + id)).Data.GetProperty("memberCount").GetInt32());
    }

    private static async Task<GroupId> MakeAsync(NodeApplication node, SignedInPhone who, GroupCode code)
    {
        var id = new GroupId(Guid.NewGuid());
        var ending = await node.CreateGroup.RunAsync(new PersonId(Guid.Parse(who.UserId)), new GroupWish(id, [code], "Island", null, null, new MemberWords("Me", null)), PortalBox.Cancel);
        Assert.Equal(GroupOutcome.Done, ending.Outcome);
        return id;
    }
}
