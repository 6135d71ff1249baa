using System.Net;
using System.Text.Json;
using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBoxes;

namespace Samagam.Node.Portal.Tests.Auth;

/// <summary>Whoever registers at one ghat is known at the next: two real boxes over mutual TLS.</summary>
public sealed class PeopleAcrossBoxesTests
{
    private const string Number = "+919876543210";

    [Fact]
    public async Task Whoever_registers_at_one_box_is_known_at_the_next()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        var first = await SignInAsync(mesh, one);
        await mesh.JoinedAsync();
        // The same token, the same number, and the same refresh token are good there.
        Assert.Equal(HttpStatusCode.OK, (await SessionsAsync(two, first)).Status);
        var second = await SignInAsync(mesh, two);
        Assert.Equal((Text(first, "userId"), false), (Text(second, "userId"), second.GetProperty("isNew").GetBoolean()));
        var refreshed = await RefreshAsync(two, first);
        Assert.Equal((HttpStatusCode.OK, Text(first, "userId")), (refreshed.Status, Text(refreshed.Data, "userId")));
        await mesh.JoinedAsync();
        Assert.Equal(2, (await SessionsAsync(one, second)).Data.GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(one, refreshed.Data)).Status);
    }

    [Fact]
    public async Task A_used_refresh_token_at_another_box_ends_the_sign_in_at_both()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var thief = PortalMesh.PhoneAt(mesh.Two);
        var mine = await DevicePassAsync(one);
        var next = (await RefreshAsync(one, mine)).Data;
        await mesh.JoinedAsync();
        Assert.Equal("TOKEN_REUSED", (await RefreshAsync(thief, mine)).ErrorCode);
        await mesh.JoinedAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(one, next)).Status);
        Assert.Equal("SESSION_ENDED", (await RefreshAsync(one, next)).ErrorCode);
    }

    [Fact]
    public async Task While_cut_apart_both_sides_work_and_what_ended_on_one_ends_on_the_other_when_healed()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        var mine = await DevicePassAsync(one);
        await mesh.JoinedAsync();
        await mesh.CutAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await one.JsonAsync(HttpMethod.Post, "/api/v1/auth/logout", null, Text(mine, "accessToken"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(one, mine)).Status);
        // The other side cannot know.
        Assert.Equal(HttpStatusCode.OK, (await SessionsAsync(two, mine)).Status);
        var meanwhile = (await RefreshAsync(two, mine)).Data;
        await mesh.HealAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(two, mine)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(two, meanwhile)).Status);
        Assert.Equal("SESSION_ENDED", (await RefreshAsync(two, meanwhile)).ErrorCode);
    }

    [Fact]
    public async Task A_token_turned_on_both_sides_of_a_cut_ends_at_its_next_use_by_the_loser()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        var stolen = await DevicePassAsync(one);
        await mesh.JoinedAsync();
        await mesh.CutAsync();
        var mine = (await RefreshAsync(one, stolen)).Data;
        var theirs = (await RefreshAsync(two, stolen)).Data;
        await mesh.HealAsync();
        // One of the two stands, the same at both boxes; the other one shows that there were two.
        var endings = new[] { await RefreshAsync(one, mine), await RefreshAsync(one, theirs) };
        Assert.Contains(endings, e => e.Status == HttpStatusCode.Unauthorized && e.ErrorCode == "TOKEN_REUSED");
        await mesh.JoinedAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(two, mine)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(two, theirs)).Status);
    }

    [Fact]
    public async Task A_number_registered_on_two_islands_is_flagged_when_healed_and_one_person_after_a_code()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        await mesh.CutAsync();
        var elder = await SignInAsync(mesh, one);
        var younger = await SignInAsync(mesh, two);
        Assert.NotEqual(Text(elder, "userId"), Text(younger, "userId"));
        await mesh.HealAsync();
        Assert.Equal((1, 1), (mesh.One.Node.People.Index.NumbersTwice, mesh.Two.Node.People.Index.NumbersTwice));
        var flagged = (await RefreshAsync(two, younger)).Data;
        Assert.Equal((true, Text(younger, "userId")), (flagged.GetProperty("mergePending").GetBoolean(), Text(flagged, "userId")));
        var again = await SignInAsync(mesh, two);
        Assert.Equal((Text(elder, "userId"), false), (Text(again, "userId"), again.GetProperty("mergePending").GetBoolean()));
        await mesh.JoinedAsync();
        Assert.Equal((0, 0), (mesh.One.Node.People.Index.NumbersTwice, mesh.Two.Node.People.Index.NumbersTwice));
        // The younger one's phone goes on as the elder at its next refresh, at any box.
        var moved = (await RefreshAsync(one, flagged)).Data;
        Assert.Equal(Text(elder, "userId"), Text(moved, "userId"));
        Assert.True(PersonId.TryParse(Text(younger, "userId"), out var person));
        Assert.Equal(Text(elder, "userId"), mesh.Two.Node.People.StandingOf(person)!.Person.ToString());
    }

    [Fact]
    public async Task Tokens_of_a_revoked_box_are_believed_nowhere()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        using var two = PortalMesh.PhoneAt(mesh.Two);
        var mine = await DevicePassAsync(two);
        await mesh.JoinedAsync();
        Assert.Equal(HttpStatusCode.OK, (await SessionsAsync(one, mine)).Status);
        var list = mesh.Authority.Revoke(mesh.Two.Folder.Identity);
        await mesh.One.Mesh.Revocations.SpreadAsync(mesh.One.Node.Desk, list, PortalBox.Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SessionsAsync(one, mine)).Status);
        Assert.Equal("INVALID_TOKEN", (await RefreshAsync(one, mine)).ErrorCode);
    }

    [Fact]
    public async Task Nothing_of_a_number_or_a_device_name_is_readable_in_the_file_of_either_box()
    {
        await using var mesh = await PortalMesh.StartAsync();
        using var one = PortalMesh.PhoneAt(mesh.One);
        await SignInAsync(mesh, one, deviceName: "Ashas-own-telephone");
        await mesh.JoinedAsync();
        foreach (var box in new[] { mesh.One, mesh.Two })
        {
            var files = Directory.GetFiles(box.Folder.DataFolder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f).Contains(".db", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(files);
            foreach (var file in files)
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
                var text = await reader.ReadToEndAsync(PortalBox.Cancel);
                Assert.DoesNotContain("9876543210", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Ashas-own", text, StringComparison.Ordinal);
            }
            Assert.DoesNotContain(box.Lines.All, l => l.Contains("9876543210", StringComparison.Ordinal));
        }
    }

    private static async Task<JsonElement> SignInAsync(PortalMesh mesh, Phone phone, string? deviceName = null)
    {
        var asked = await phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/login", new { phoneNumber = Number });
        Assert.True(asked.Status == HttpStatusCode.Accepted, asked.Text);
        var seen = await phone.JsonAsync(
            HttpMethod.Post,
            "/api/v1/auth/verify-otp",
            new { phoneNumber = Number, challengeId = Text(asked.Data, "challengeId"), otp = OtpTests.CodeIn(mesh.Outbox), deviceName });
        Assert.True(seen.Status == HttpStatusCode.OK, seen.Text);
        return seen.Data;
    }

    private static async Task<JsonElement> DevicePassAsync(Phone phone) => (await phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/register", new { })).Data;

    private static Task<Phone.Seen> SessionsAsync(Phone phone, JsonElement tokens) => phone.JsonAsync(HttpMethod.Get, "/api/v1/auth/sessions", null, Text(tokens, "accessToken"));

    private static Task<Phone.Seen> RefreshAsync(Phone phone, JsonElement tokens) =>
        phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/refresh", new { refreshToken = Text(tokens, "refreshToken") });

    private static string Text(JsonElement said, string name) => said.GetProperty(name).GetString()!;
}
