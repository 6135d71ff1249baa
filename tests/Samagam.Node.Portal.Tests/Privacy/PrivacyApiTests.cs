using System.Net;
using System.Text.Json;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.People;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Privacy;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Privacy;

public sealed class PrivacyApiTests
{
    [Fact]
    public async Task The_notice_is_told_in_the_readers_language_and_says_the_times_that_are_kept()
    {
        await using var box = await PortalBox.StartAsync();
        using var english = box.Phone();
        using var hindi = box.Phone("hi");
        var en = await english.GetAsync("/api/v1/privacy/notice");
        var hi = await hindi.GetAsync("/api/v1/privacy/notice");
        Assert.Equal(("en", "hi"), (en.Data.GetProperty("language").GetString(), hi.Data.GetProperty("language").GetString()));
        Assert.Equal(en.Data.GetProperty("version").GetString(), hi.Data.GetProperty("version").GetString());
        Assert.Equal(en.Data.GetProperty("sections").GetArrayLength(), hi.Data.GetProperty("sections").GetArrayLength());
        Assert.Equal(en.Data.GetProperty("sections").EnumerateArray().Select(s => s.GetProperty("lines").GetArrayLength()), hi.Data.GetProperty("sections").EnumerateArray().Select(s => s.GetProperty("lines").GetArrayLength()));
        var options = new PrivacyOptions();
        Assert.Contains($"erased {options.SosDetailsDays} days after", en.Text, StringComparison.Ordinal);
        Assert.Contains($"kept for you: {options.TrailDays} days", en.Text, StringComparison.Ordinal);
        Assert.Contains($"Kept {options.NoticeDays} days", en.Text, StringComparison.Ordinal);
        Assert.Contains($"{options.SosDetailsDays} दिन", hi.Text, StringComparison.Ordinal);
        var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/privacy/notice");
        again.Headers.TryAddWithoutValidation("If-None-Match", en.Response.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await english.SendAsync(again)).Status);
    }

    [Fact]
    public async Task The_page_of_the_notice_needs_no_script()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("hi");
        var page = await phone.GetAsync("/privacy");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("हम आपके बारे में क्या रखते हैं", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/privacy\"", (await phone.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_counts_when_it_is_given_and_not_a_moment_after_it_is_taken_back()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.True(PersonId.TryParse(me.UserId, out var person));
        Assert.False(box.Node.Consents.Allows(person, Purpose.LocationSharing));
        var given = await me.CallAsync(HttpMethod.Put, "privacy/consents/location-sharing", new { given = true });
        Assert.Equal(HttpStatusCode.OK, given.Status);
        Assert.Equal(("2026-1", "en", true), (given.Data.GetProperty("noticeVersion").GetString(), given.Data.GetProperty("language").GetString(), given.Data.GetProperty("given").GetBoolean()));
        Assert.True(box.Node.Consents.Allows(person, Purpose.LocationSharing));
        await me.CallAsync(HttpMethod.Put, "privacy/consents/location-sharing", new { given = false });
        Assert.False(box.Node.Consents.Allows(person, Purpose.LocationSharing));
        var all = await me.CallAsync(HttpMethod.Get, "privacy/consents");
        Assert.Equal(Purposes.All.Select(p => p.Word()), all.Data.EnumerateArray().Select(c => c.GetProperty("purpose").GetString()!));
        Assert.Equal(["account"], all.Data.EnumerateArray().Where(c => c.GetProperty("given").GetBoolean()).Select(c => c.GetProperty("purpose").GetString()!));
        Assert.Equal("PURPOSE_UNKNOWN", (await me.CallAsync(HttpMethod.Put, "privacy/consents/everything", new { given = true })).ErrorCode);
        Assert.Equal("INVALID_FIELD", (await me.CallAsync(HttpMethod.Put, "privacy/consents/analytics", new { })).ErrorCode);
        Assert.Equal("ERASE_INSTEAD", (await me.CallAsync(HttpMethod.Put, "privacy/consents/account", new { given = false })).ErrorCode);
    }

    [Fact]
    public async Task Of_a_child_only_what_safety_needs_and_only_by_a_guardian_and_an_age_said_later_binds()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        Assert.True(PersonId.TryParse(me.UserId, out var person));
        await me.CallAsync(HttpMethod.Put, "privacy/consents/location-history", new { given = true });
        Assert.True(box.Node.Consents.Allows(person, Purpose.LocationHistory));
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Mina", ageGroup = "child" });
        Assert.False(box.Node.Consents.Allows(person, Purpose.LocationHistory));
        Assert.Equal("NOT_FOR_MINORS", (await me.CallAsync(HttpMethod.Put, "privacy/consents/analytics", new { given = true, byGuardian = true })).ErrorCode);
        Assert.Equal("GUARDIAN_REQUIRED", (await me.CallAsync(HttpMethod.Put, "privacy/consents/location-sharing", new { given = true })).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Put, "privacy/consents/location-sharing", new { given = true, byGuardian = true })).Status);
        Assert.True(box.Node.Consents.Allows(person, Purpose.LocationSharing));
        // Taking back needs nobody.
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Put, "privacy/consents/location-history", new { given = false })).Status);
    }

    [Fact]
    public async Task My_data_tells_everything_that_is_held_opened_and_by_name()
    {
        var outbox = new OtpOutbox(TimeProvider.System);
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync(new { phoneNumber = "9876512345", deviceName = "Asha phone", pilgrimType = "elder" });
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha Verma", medicalConditions = new[] { "asthma" }, emergencyContact = new { name = "Ravi", phone = "9800011111" } });
        await me.CallAsync(HttpMethod.Post, "users/pins", new { name = "Our tent", location = new { lat = 23.18, lng = 75.77 } });
        await me.CallAsync(HttpMethod.Post, "groups/create", new { name = "Family", nickname = "Grandma" });
        await me.CallAsync(HttpMethod.Put, "privacy/consents/analytics", new { given = true });
        var later = new Core.Facts.FactKind("person.later", Core.Facts.FoldingLaw.All, Core.Facts.Lane.Shared, Core.Facts.Scope.Mesh);
        await box.Node.Desk.WriteAsync(
            Core.Facts.Lane.Shared,
            scope => scope.Author(later, $"person/{me.UserId}/diary/1", Wire.People.PersonalCodec.Body(box.Node.Vault.Seal(scope, "person/" + me.UserId, "a word of a later build"u8)!)),
            PortalBox.Cancel);
        var seen = await me.CallAsync(HttpMethod.Get, "privacy/my-data");
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Equal("attachment", seen.Response.Content.Headers.ContentDisposition!.DispositionType);
        var held = seen.Json.GetProperty("held").EnumerateArray().ToList();
        foreach (var (what, says) in new[]
        {
            ("account", "9876512345"), ("profile", "Asha Verma"), ("profile", "asthma"), ("profile", "9800011111"), ("pin", "Our tent"), ("membership", "Grandma"), ("sign-in", "Asha phone"), ("consent", "2026-1"),
            ("person.later", "a word of a later build"),
        })
        {
            Assert.True(held.Any(h => h.GetProperty("what").GetString() == what && h.GetProperty("says").ToString().Contains(says, StringComparison.Ordinal)), $"{what}: {says}\n{seen.Text}");
        }
        Assert.All(held, h => Assert.True(h.TryGetProperty("at", out _) && h.GetProperty("box").GetString() == "n1" && h.GetProperty("subject").GetString()!.Contains(me.UserId, StringComparison.Ordinal)));
        // Nobody is given the key.
        Assert.False(held.Single(h => h.GetProperty("what").GetString() == "key").TryGetProperty("says", out _));
        Assert.False(seen.Json.GetProperty("isCut").GetBoolean());
    }

    [Fact]
    public async Task Who_erases_themselves_confirms_it_is_told_what_happens_and_is_signed_out_at_once()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync(new { phoneNumber = "9876512346" });
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" });
        var asked = await me.CallAsync(HttpMethod.Post, "privacy/erasure", new { });
        Assert.Equal("CONFIRM_REQUIRED", asked.ErrorCode);
        Assert.Contains("erase", asked.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Get, "users/profile")).Status);
        var done = await me.CallAsync(HttpMethod.Post, "privacy/erasure", new { confirm = "Erase" });
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.True(done.Data.GetProperty("sessionsEnded").GetBoolean());
        Assert.Equal(3, done.Data.GetProperty("what").GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.CallAsync(HttpMethod.Get, "users/profile")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await me.Phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/refresh", new { refreshToken = me.Refresh })).Status);
        Assert.Equal([Core.Facts.FactKinds.PersonErased.Name], box.Log.BySubject("person/" + me.UserId).Concat(box.Log.Below("person/" + me.UserId)).Select(f => f.Kind));
    }

    [Fact]
    public async Task The_call_of_the_same_phone_goes_along_once_it_has_ended_and_never_before()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        var pressed = await me.Phone.PressAsync(("name", "Sita"), ("phone", "9800000000"));
        var call = pressed.Location!["/sos/".Length..];
        SosId.TryParse(call, out var id);
        using var admin = await Volunteer.EnterAsync(box, "ADMIN-1", onDuty: false, StaffRole.Admin);
        Assert.Equal("OPEN_CASE", (await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { alertId = call })).ErrorCode);
        Assert.NotNull(SealedDetails.Open(box.Log, box.Node.Vault, box.Node.Picture.Snapshot.Sos.Find(id)!.Raised!));
        await me.Phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{call}/cancel", new { reason = "safe" });
        var done = await me.CallAsync(HttpMethod.Post, "privacy/erasure", new { confirm = "मिटाएँ" });
        Assert.Equal([call], done.Data.GetProperty("calls").EnumerateArray().Select(c => c.GetString()!));
        Assert.Null(SealedDetails.Open(box.Log, box.Node.Vault, box.Node.Picture.Snapshot.Sos.Find(id)!.Raised!));
        Assert.Empty(await box.Node.Raise.LastCasesAsync("", PortalBox.Cancel));
    }

    [Fact]
    public async Task Accounts_that_turned_out_to_be_one_person_are_erased_together_and_the_number_is_free()
    {
        var outbox = new OtpOutbox(TimeProvider.System);
        await using var box = await PortalBox.StartAsync(auth: new() { Outbox = true, Otp = new() { Channels = "outbox" } }, channels: [outbox]);
        using var first = await SignInAsync(box, outbox, "9876512347");
        await first.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" });
        // A second phone by a device pass, which then proves the same number.
        using var second = await box.Phone().RegisterAsync();
        await second.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha too" });
        var sent = await second.CallAsync(HttpMethod.Post, "auth/login", new { phoneNumber = "9876512347" });
        Assert.True(sent.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, sent.Text);
        var verified = await second.CallAsync(HttpMethod.Post, "auth/verify-otp", Proof(sent, outbox, "9876512347"));
        Assert.Equal(first.UserId, verified.Data.GetProperty("userId").GetString());
        Assert.NotEmpty(box.Log.Below($"person/{first.UserId}/also"));
        Assert.Equal(HttpStatusCode.OK, (await first.CallAsync(HttpMethod.Post, "privacy/erasure", new { confirm = "erase" })).Status);
        foreach (var person in new[] { first.UserId, second.UserId })
        {
            Assert.Equal([Core.Facts.FactKinds.PersonErased.Name], box.Log.BySubject("person/" + person).Select(f => f.Kind));
            Assert.All(box.Log.Below("person/" + person), f => Assert.Equal(Core.Facts.FoldingLaw.Gone, Core.Facts.FactKinds.LawOf(f.Kind)));
        }
        Core.Auth.PhoneNumber.TryParse("9876512347", "91", out var number);
        Assert.Empty(box.Node.People.HoldersOf(number));
        using var anew = await SignInAsync(box, outbox, "9876512347");
        Assert.NotEqual(first.UserId, anew.UserId);
    }

    [Fact]
    public async Task Every_look_of_staff_is_in_the_audit_and_only_admins_read_it()
    {
        await using var box = await PortalBox.StartAsync();
        using var volunteer = await Volunteer.EnterAsync(box);
        using var caller = box.Phone();
        var pressed = await caller.PressAsync(("name", "Sita"), ("phone", "9800000000"), ("note", "at the well"));
        var call = pressed.Location!["/sos/".Length..];
        while ((await volunteer.CallAsync(HttpMethod.Get, "duty/open-cases")).Data.GetArrayLength() == 0)
        {
            await Task.Yield();
        }
        using var admin = await Volunteer.EnterAsync(box, "ADMIN-1", onDuty: false, StaffRole.Admin);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.CallAsync(HttpMethod.Get, "audit")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/audit")).Status);
        Assert.True(await box.Node.Audit.StepAsync());
        var audit = await admin.CallAsync(HttpMethod.Get, "audit");
        Assert.True(audit.Data.GetProperty("check").GetProperty("whole").GetBoolean());
        var look = audit.Data.GetProperty("entries").EnumerateArray().First(e => e.GetProperty("act").GetString() == "looked");
        Assert.Equal(("staff/" + volunteer.Id, "person/" + call, "duty"), (look.GetProperty("who").GetString(), look.GetProperty("subject").GetString(), look.GetProperty("door").GetString()));
        Assert.DoesNotContain("Sita", audit.Text, StringComparison.Ordinal);
        // Reading the audit is a look as well.
        await box.Node.Audit.StepAsync();
        Assert.Contains((await admin.CallAsync(HttpMethod.Get, "audit")).Data.GetProperty("entries").EnumerateArray(), e => e.GetProperty("act").GetString() == "read-audit");
        Assert.Equal("INVALID_FIELD", (await admin.CallAsync(HttpMethod.Get, "audit?limit=101")).ErrorCode);
    }

    [Fact]
    public async Task An_admin_erases_for_a_person_who_asks_and_that_is_recorded()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        using var admin = await Volunteer.EnterAsync(box, "ADMIN-1", onDuty: false, StaffRole.Admin);
        Assert.Equal(HttpStatusCode.Forbidden, (await me.CallAsync(HttpMethod.Post, "privacy/erasures", new { userId = me.UserId })).Status);
        Assert.Equal("INVALID_FIELD", (await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { })).ErrorCode);
        Assert.Equal("PERSON_UNKNOWN", (await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { userId = Guid.NewGuid() })).ErrorCode);
        Assert.False((await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { userId = me.UserId })).Data.GetProperty("already").GetBoolean());
        Assert.True((await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { userId = me.UserId })).Data.GetProperty("already").GetBoolean());
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.CallAsync(HttpMethod.Get, "privacy/consents")).Status);
        await box.Node.Audit.StepAsync();
        Assert.Contains(box.Node.Audit.LinesOf(box.Node.Self.Node), l => l.Entry.Act == AuditAct.Erased && l.Entry.Subject == "person/" + me.UserId);
        // Somebody known at a box that is cut off: the word waits for it.
        Assert.Equal(HttpStatusCode.OK, (await admin.CallAsync(HttpMethod.Post, "privacy/erasures", new { userId = Guid.NewGuid(), evenUnknown = true })).Status);
    }

    [Fact]
    public async Task A_store_that_refuses_erases_nothing_and_says_so()
    {
        await using var box = await PortalBox.StartAsync();
        using var me = await box.Phone().RegisterAsync();
        box.Log.Refuses = true;
        Assert.Equal("NOT_SAVED", (await me.CallAsync(HttpMethod.Post, "privacy/erasure", new { confirm = "erase" })).ErrorCode);
        Assert.Equal("NOT_SAVED", (await me.CallAsync(HttpMethod.Put, "privacy/consents/analytics", new { given = true })).ErrorCode);
        box.Log.Refuses = false;
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Get, "privacy/consents")).Status);
    }

    private static async Task<SignedInPhone> SignInAsync(PortalBox box, OtpOutbox outbox, string number)
    {
        var phone = box.Phone();
        var sent = await phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/register", new { phoneNumber = number });
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.Text);
        var verified = await phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/verify-otp", Proof(sent, outbox, number));
        Assert.True(verified.Status is HttpStatusCode.OK or HttpStatusCode.Created, verified.Text);
        return new SignedInPhone(phone, verified.Data);
    }

    private static object Proof(Phone.Seen sent, OtpOutbox outbox, string number)
    {
        var data = sent.Data.TryGetProperty("otp", out var otp) ? otp : sent.Data;
        var text = outbox.Latest[0].Text;
        return new { phoneNumber = number, challengeId = data.GetProperty("challengeId").GetString(), otp = new string([.. text.Where(char.IsAsciiDigit).Take(6)]) };
    }
}
