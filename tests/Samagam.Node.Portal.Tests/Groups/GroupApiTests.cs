using System.Net;
using System.Xml.Linq;
using Samagam.Core.Groups;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Groups;

public sealed class GroupApiTests
{
    private static readonly PortalOptions Many = new() { EntriesPerMinute = 1_000, RequestsPerMinute = 1_000 };

    [Fact]
    public async Task A_group_is_made_joined_by_its_code_seen_by_its_members_and_left()
    {
        await using var box = await PortalBox.StartAsync(Many);
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        using var stranger = await box.Phone().RegisterAsync();
        var made = await asha.CallAsync(HttpMethod.Post, "groups/create", new { name = "Verma family", nickname = "Asha" });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var id = Id(made);
        Assert.Equal(10, made.Data.GetProperty("maxMembers").GetInt32());
        Assert.True(made.Data.GetProperty("isOwner").GetBoolean());
        var code = made.Data.GetProperty("code").GetString()!;
        Assert.Equal(8, code.Length);

        var joined = await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code = code.ToLowerInvariant().Insert(4, " "), nickname = "Ravi", color = "#112233" });
        Assert.Equal(HttpStatusCode.Created, joined.Status);
        Assert.Equal("Verma family", joined.Data.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Ravi" })).Status);
        var members = (await ravi.CallAsync(HttpMethod.Get, $"groups/{id}/members")).Data.EnumerateArray().ToList();
        Assert.Equal(["Asha", "Ravi"], members.Select(m => m.GetProperty("nickname").GetString()));
        Assert.Equal("#112233", members[1].GetProperty("color").GetString());
        Assert.Equal([true, false], members.Select(m => m.GetProperty("isOwner").GetBoolean()));
        Assert.Equal([false, true], members.Select(m => m.GetProperty("isYou").GetBoolean()));
        Assert.False(members[1].GetProperty("isSharingLocation").GetBoolean());

        Assert.Equal("GROUP_UNKNOWN", (await stranger.CallAsync(HttpMethod.Get, "groups/" + id)).ErrorCode);
        Assert.Equal("GROUP_UNKNOWN", (await stranger.CallAsync(HttpMethod.Get, $"groups/{id}/members")).ErrorCode);
        Assert.Equal("GROUP_UNKNOWN", (await stranger.CallAsync(HttpMethod.Delete, $"groups/{id}/leave")).ErrorCode);

        var changed = await ravi.CallAsync(HttpMethod.Put, $"groups/{id}/members/me", new { nickname = "Ravi Ji", isSharingLocation = true });
        Assert.Equal("Ravi Ji", changed.Data.GetProperty("nickname").GetString());
        Assert.True(changed.Data.GetProperty("isSharingLocation").GetBoolean());
        Assert.Equal("#112233", changed.Data.GetProperty("color").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await asha.CallAsync(HttpMethod.Delete, $"groups/{id}/leave")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await asha.CallAsync(HttpMethod.Delete, $"groups/{id}/leave")).Status);
        var after = await ravi.CallAsync(HttpMethod.Get, "groups/" + id);
        Assert.True(after.Data.GetProperty("isOwner").GetBoolean());
        Assert.Equal(0, (await asha.CallAsync(HttpMethod.Get, "groups")).Data.GetArrayLength());
        Assert.Equal(1, (await ravi.CallAsync(HttpMethod.Get, "groups")).Data.GetArrayLength());
        Assert.Equal(HttpStatusCode.Created, (await asha.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Asha" })).Status);
        Assert.All(box.Log.ReadFrom(0, 1_000).Facts, f => Assert.DoesNotContain("Verma", System.Text.Encoding.UTF8.GetString(f.Statement.Span), StringComparison.Ordinal));
        Assert.All(box.Log.ReadFrom(0, 1_000).Facts, f => Assert.DoesNotContain("Ravi", System.Text.Encoding.UTF8.GetString(f.Statement.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_are_let_in_and_the_eleventh_is_not_until_one_leaves()
    {
        await using var box = await PortalBox.StartAsync(Many);
        using var owner = await box.Phone().RegisterAsync();
        var made = await owner.CallAsync(HttpMethod.Post, "groups/create", new { name = "Ten", nickname = "1" });
        var code = made.Data.GetProperty("code").GetString();
        var phones = new List<SignedInPhone>();
        for (var i = 2; i <= 11; i++)
        {
            phones.Add(await box.Phone().RegisterAsync());
        }
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await phones[i].CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "m" + i })).Status);
        }
        var eleventh = phones[9];
        Assert.Equal("GROUP_FULL", (await eleventh.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "late" })).ErrorCode);
        // All have colours of their own.
        var colors = (await owner.CallAsync(HttpMethod.Get, $"groups/{Id(made)}/members")).Data.EnumerateArray().Select(m => m.GetProperty("color").GetString()).ToList();
        Assert.Equal(10, colors.Distinct().Count());
        await phones[3].CallAsync(HttpMethod.Delete, $"groups/{Id(made)}/leave");
        Assert.Equal(HttpStatusCode.Created, (await eleventh.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "late" })).Status);
        phones.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task The_owner_takes_out_for_good_hands_over_renews_and_ends_and_nobody_else_does()
    {
        await using var box = await PortalBox.StartAsync(Many);
        using var asha = await box.Phone().RegisterAsync();
        using var ravi = await box.Phone().RegisterAsync();
        using var mina = await box.Phone().RegisterAsync();
        var made = await asha.CallAsync(HttpMethod.Post, "groups/create", new { name = "Three", nickname = "Asha" });
        var (id, code) = (Id(made), made.Data.GetProperty("code").GetString());
        await ravi.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Ravi" });
        await mina.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Mina" });
        Assert.Equal("NOT_OWNER", (await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}/members/{mina.UserId}")).ErrorCode);
        Assert.Equal("NOT_OWNER", (await ravi.CallAsync(HttpMethod.Put, $"groups/{id}/owner", new { memberId = ravi.UserId })).ErrorCode);
        Assert.Equal("NOT_OWNER", (await ravi.CallAsync(HttpMethod.Post, $"groups/{id}/code")).ErrorCode);
        Assert.Equal("NOT_OWNER", (await ravi.CallAsync(HttpMethod.Delete, $"groups/{id}")).ErrorCode);

        var without = await asha.CallAsync(HttpMethod.Delete, $"groups/{id}/members/{mina.UserId}");
        Assert.Equal(HttpStatusCode.OK, without.Status);
        Assert.Equal(2, without.Data.GetProperty("memberCount").GetInt32());
        var fresh = without.Data.GetProperty("code").GetString();
        Assert.NotEqual(code, fresh);
        Assert.Equal("CODE_UNKNOWN", (await mina.CallAsync(HttpMethod.Post, "groups/join", new { code, nickname = "Mina" })).ErrorCode);
        Assert.Equal("MEMBER_REMOVED", (await mina.CallAsync(HttpMethod.Post, "groups/join", new { code = fresh, nickname = "Mina" })).ErrorCode);
        Assert.Equal("GROUP_UNKNOWN", (await mina.CallAsync(HttpMethod.Get, "groups/" + id)).ErrorCode);
        Assert.Equal("MEMBER_UNKNOWN", (await asha.CallAsync(HttpMethod.Delete, $"groups/{id}/members/{Guid.NewGuid()}")).ErrorCode);

        Assert.False((await asha.CallAsync(HttpMethod.Put, $"groups/{id}/owner", new { memberId = ravi.UserId })).Data.GetProperty("isOwner").GetBoolean());
        var renewed = await ravi.CallAsync(HttpMethod.Post, $"groups/{id}/code");
        Assert.NotEqual(fresh, renewed.Data.GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await ravi.CallAsync(HttpMethod.Delete, "groups/" + id)).Status);
        Assert.Equal("GROUP_ENDED", (await asha.CallAsync(HttpMethod.Get, "groups/" + id)).ErrorCode);
        Assert.Equal("CODE_UNKNOWN", (await asha.CallAsync(HttpMethod.Post, "groups/join", new { code = renewed.Data.GetProperty("code").GetString(), nickname = "Asha" })).ErrorCode);
        Assert.Equal(0, (await asha.CallAsync(HttpMethod.Get, "groups")).Data.GetArrayLength());
    }

    [Fact]
    public async Task An_invitation_is_shown_scanned_and_said_in_the_readers_language()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var made = await me.CallAsync(HttpMethod.Post, "groups/create", new { name = "Family", nickname = "Asha" });
        var invite = made.Data.GetProperty("invite");
        var code = invite.GetProperty("code").GetString()!;
        Assert.Equal(new Uri(box.Address, "/group?code=" + code).ToString(), invite.GetProperty("joinUrl").GetString());
        Assert.Equal("svg", XDocument.Parse(invite.GetProperty("qrSvg").GetString()!).Root!.Name.LocalName);
        Assert.Equal(code, string.Concat(invite.GetProperty("signs").EnumerateArray().Select(s => s.GetProperty("sign").GetString())));
        Assert.Equal(code[..4] + "-" + code[4..], invite.GetProperty("codeShown").GetString());
        using var hindi = box.Phone("hi");
        var said = await hindi.JsonAsync(HttpMethod.Get, $"/api/v1/groups/{Id(made)}/invite", null, me.Token);
        Assert.NotEqual(invite.GetProperty("spoken").GetString(), said.Data.GetProperty("spoken").GetString());
        Assert.Equal(8, said.Data.GetProperty("spoken").GetString()!.Split(", ").Length);
    }

    [Fact]
    public async Task The_same_id_is_the_same_group_and_a_nickname_left_out_is_the_name_of_the_profile()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.Equal("INVALID_FIELD", (await me.CallAsync(HttpMethod.Post, "groups/create", new { name = "Family" })).ErrorCode);
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" });
        var wish = new { groupId = Guid.NewGuid(), name = "Family", maxMembers = 2 };
        var made = await me.CallAsync(HttpMethod.Post, "groups/create", wish);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var again = await me.CallAsync(HttpMethod.Post, "groups/create", wish);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(made.Data.GetProperty("code").GetString(), again.Data.GetProperty("code").GetString());
        Assert.Equal("Asha", (await me.CallAsync(HttpMethod.Get, $"groups/{Id(made)}/members")).Data[0].GetProperty("nickname").GetString());
        using var other = await box.Phone().RegisterAsync();
        Assert.Equal("GROUP_UNKNOWN", (await other.CallAsync(HttpMethod.Post, "groups/create", new { wish.groupId, name = "Mine", nickname = "X" })).ErrorCode);
    }

    [Fact]
    public async Task What_stands_on_a_limit_is_taken_and_what_is_beyond_is_refused()
    {
        await using var box = await PortalBox.StartAsync(Many);
        using var me = await box.Phone().RegisterAsync();
        var limits = box.Node.Limits.Groups;
        async Task<string?> Wrong(object body) => (await me.CallAsync(HttpMethod.Post, "groups/create", body)) is { Status: HttpStatusCode.BadRequest } seen ? seen.Json.GetProperty("error").GetProperty("field").GetString() : null;
        Assert.Null(await Wrong(new { name = new string('n', limits.MaxNameLength), nickname = new string('n', limits.MaxNicknameLength), maxMembers = limits.MaxMembers }));
        Assert.Equal("$.name", await Wrong(new { name = new string('n', limits.MaxNameLength + 1), nickname = "n" }));
        Assert.Equal("$.nickname", await Wrong(new { name = "n", nickname = new string('n', limits.MaxNicknameLength + 1) }));
        Assert.Equal("$.maxMembers", await Wrong(new { name = "n", nickname = "n", maxMembers = limits.MaxMembers + 1 }));
        Assert.Equal("$.maxMembers", await Wrong(new { name = "n", nickname = "n", maxMembers = 1 }));
        Assert.Equal("$.color", await Wrong(new { name = "n", nickname = "n", color = "red" }));
        Assert.Equal("$.expiresAt", await Wrong(new { name = "n", nickname = "n", expiresAt = DateTimeOffset.UtcNow.AddDays(limits.MaxDays).AddHours(1) }));
        Assert.Equal("$.expiresAt", await Wrong(new { name = "n", nickname = "n", expiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) }));
        for (var i = 1; i < limits.MaxGroupsPerPerson; i++)
        {
            Assert.Null(await Wrong(new { name = "n" + i, nickname = "n" }));
        }
        Assert.Equal("TOO_MANY_GROUPS", (await me.CallAsync(HttpMethod.Post, "groups/create", new { name = "n", nickname = "n" })).ErrorCode);
    }

    [Fact]
    public async Task A_mistyped_code_is_told_from_one_nobody_has()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.Equal("INVALID_CODE", (await me.CallAsync(HttpMethod.Post, "groups/join", new { code = "ABCDEFGH", nickname = "n" })).ErrorCode);
        Assert.Equal("CODE_UNKNOWN", (await me.CallAsync(HttpMethod.Post, "groups/join", new { code = GroupCode.Of(42).Shown, nickname = "n" })).ErrorCode);
    }

    private static string Id(Phone.Seen seen) => seen.Data.GetProperty("groupId").GetString()!;
}
