using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Samagam.Core.Auth;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Auth;

/// <summary>Signing in by a telephone number, through the doors.</summary>
public sealed partial class OtpTests
{
    private const string Number = "98765 43210";
    private readonly OtpOutbox _outbox = new(TimeProvider.System);

    [Fact]
    public async Task Whoever_proves_a_number_is_the_same_person_next_time()
    {
        await using var box = await BoxAsync();
        using var phone = box.Phone();
        var asked = await PostAsync(phone, "register", new { phoneNumber = Number, pilgrimType = "family", languagePreference = "hi" });
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        Assert.Equal("otp_sent", asked.Data.GetProperty("verification").GetString());
        var first = await VerifyAsync(phone, asked.Data.GetProperty("otp"), CodeIn(_outbox));
        Assert.Equal((HttpStatusCode.OK, true, "verified", true), (first.Status, first.Data.GetProperty("phoneVerified").GetBoolean(), first.Data.GetProperty("verification").GetString(), first.Data.GetProperty("isNew").GetBoolean()));
        using var other = box.Phone();
        var again = await PostAsync(other, "login", new { phoneNumber = "+919876543210" });
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        var second = await VerifyAsync(other, again.Data, CodeIn(_outbox));
        Assert.Equal((first.Data.GetProperty("userId").GetString(), false), (second.Data.GetProperty("userId").GetString(), second.Data.GetProperty("isNew").GetBoolean()));
        // The number and the code are nowhere to be read.
        var kept = Encoding.UTF8.GetString([.. box.Log.ReadFrom(0, 1_000).Facts.SelectMany(f => f.Statement.ToArray())]);
        Assert.DoesNotContain("9876543210", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Lines.All, l => l.Text.Contains("98765", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_learns_whether_somebody_has_a_number()
    {
        await using var box = await BoxAsync();
        using var phone = box.Phone();
        var asked = await PostAsync(phone, "register", new { phoneNumber = Number });
        await VerifyAsync(phone, asked.Data.GetProperty("otp"), CodeIn(_outbox));
        using var stranger = box.Phone();
        var known = await PostAsync(stranger, "login", new { phoneNumber = Number });
        var unknown = await PostAsync(stranger, "login", new { phoneNumber = "9123456789" });
        Assert.Equal(Shape(known), Shape(unknown));
        Assert.Equal(Shape(await PostAsync(stranger, "register", new { phoneNumber = Number })), Shape(await PostAsync(stranger, "register", new { phoneNumber = "9123456789" })));

        static (HttpStatusCode, string) Shape(Phone.Seen seen) => (seen.Status, string.Join(',', seen.Data.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public async Task A_code_is_good_once_for_whoever_asked_and_a_wrong_one_waits()
    {
        await using var box = await BoxAsync();
        using var phone = box.Phone();
        var asked = (await PostAsync(phone, "login", new { phoneNumber = Number })).Data;
        var code = CodeIn(_outbox);
        var elsewhere = await PostAsync(phone, "verify-otp", new { phoneNumber = Number, challengeId = Guid.NewGuid().ToString("D"), otp = code });
        Assert.Equal((HttpStatusCode.Unauthorized, "INVALID_OTP"), (elsewhere.Status, elsewhere.ErrorCode));
        var wrong = await VerifyAsync(phone, asked, code == "000000" ? "000001" : "000000");
        Assert.Equal(("INVALID_OTP", 1d), (wrong.ErrorCode, wrong.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        var soon = await VerifyAsync(phone, asked, code);
        Assert.Equal((HttpStatusCode.TooManyRequests, "OTP_TOO_OFTEN"), (soon.Status, soon.ErrorCode));
        box.Time.Ahead += TimeSpan.FromSeconds(2);
        Assert.Equal(HttpStatusCode.OK, (await VerifyAsync(phone, asked, code)).Status);
        Assert.Equal("INVALID_OTP", (await VerifyAsync(phone, asked, code)).ErrorCode);
    }

    [Fact]
    public async Task Three_codes_an_hour_for_a_number_and_ten_for_an_address()
    {
        await using var box = await BoxAsync(entries: 100);
        using var phone = box.Phone();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(phone, "login", new { phoneNumber = Number })).Status);
        }
        var fourth = await PostAsync(phone, "login", new { phoneNumber = Number });
        Assert.Equal((HttpStatusCode.TooManyRequests, "OTP_TOO_OFTEN"), (fourth.Status, fourth.ErrorCode));
        Assert.InRange(fourth.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 3_500, 3_600);
        for (var i = 3; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(phone, "login", new { phoneNumber = "912345678" + i })).Status);
        }
        Assert.Equal("OTP_TOO_OFTEN", (await PostAsync(phone, "login", new { phoneNumber = "9000000000" })).ErrorCode);
        box.Time.Ahead += TimeSpan.FromHours(1);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(phone, "login", new { phoneNumber = Number })).Status);
    }

    [Fact]
    public async Task Ten_calls_a_minute_and_no_eleventh()
    {
        await using var box = await BoxAsync();
        using var phone = box.Phone();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(phone, "login", new { phoneNumber = "1" })).Status);
        }
        var eleventh = await PostAsync(phone, "login", new { phoneNumber = "1" });
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (eleventh.Status, eleventh.Response.Headers.RetryAfter is not null));
    }

    [Fact]
    public async Task With_no_way_to_send_a_message_the_account_works_unverified_and_says_so()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var asha = await phone.RegisterAsync(new { phoneNumber = Number });
        var refreshed = await PostAsync(phone, "refresh", new { refreshToken = asha.Refresh });
        Assert.Equal(("unavailable", false), (refreshed.Data.GetProperty("verification").GetString(), refreshed.Data.GetProperty("phoneVerified").GetBoolean()));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "OTP_UNAVAILABLE"), (await PostAsync(phone, "login", new { phoneNumber = Number })) is var l ? (l.Status, l.ErrorCode) : default);
        // A number that was only said finds nobody.
        using var other = await box.Phone().RegisterAsync(new { phoneNumber = Number });
        Assert.NotEqual(asha.UserId, other.UserId);
    }

    [Fact]
    public async Task A_device_pass_that_proves_a_number_becomes_that_person_or_keeps_what_it_is()
    {
        await using var box = await BoxAsync();
        using var asha = await box.Phone().RegisterAsync(new { deviceName = "first" });
        var one = await ProveAsync(box, asha);
        Assert.Equal((asha.UserId, "verified"), (one.GetProperty("userId").GetString(), one.GetProperty("verification").GetString()));
        using var second = await box.Phone().RegisterAsync(new { deviceName = "second" });
        using var secondElsewhere = new SignedInPhone(box.Phone(), (await PostAsync(second.Phone, "refresh", new { refreshToken = second.Refresh })).Data);
        var two = await ProveAsync(box, second);
        Assert.Equal(asha.UserId, two.GetProperty("userId").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.CallAsync(HttpMethod.Get, "auth/sessions")).Status);
    }

    [Fact]
    public async Task Five_devices_and_the_oldest_leaves_for_the_sixth()
    {
        await using var box = await BoxAsync(entries: 100);
        var devices = new List<SignedInPhone>();
        for (var i = 0; i < 6; i++)
        {
            using var phone = box.Phone();
            var asked = (await PostAsync(phone, "login", new { phoneNumber = Number })).Data;
            devices.Add(new SignedInPhone(box.Phone(), (await VerifyAsync(phone, asked, CodeIn(_outbox))).Data));
            box.Time.Ahead += TimeSpan.FromHours(1);
            box.Clock.Ahead = box.Time.Ahead;
        }
        Assert.Single(devices.Select(d => d.UserId).Distinct());
        Assert.Equal("SESSION_ENDED", (await PostAsync(devices[0].Phone, "refresh", new { refreshToken = devices[0].Refresh })).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(devices[1].Phone, "refresh", new { refreshToken = devices[1].Refresh })).Status);
        devices.ForEach(d => d.Dispose());
    }

    [Fact]
    public async Task A_restart_forgets_no_limit()
    {
        // The notes are in the log; a desk opened over them reads on.
        await using var box = await BoxAsync(entries: 100);
        using var phone = box.Phone();
        for (var i = 0; i < 3; i++)
        {
            await PostAsync(phone, "login", new { phoneNumber = Number });
        }
        await using var again = await PortalBox.StartAsync(options: new PortalOptions { EntriesPerMinute = 100 }, channels: [_outbox], after: box);
        using var next = again.Phone();
        Assert.Equal("OTP_TOO_OFTEN", (await PostAsync(next, "login", new { phoneNumber = Number })).ErrorCode);
    }

    [Fact]
    public async Task The_outbox_is_there_only_where_it_is_asked_for()
    {
        await using var bench = await BoxAsync();
        await using var field = await PortalBox.StartAsync();
        using var a = bench.Phone();
        using var b = field.Phone();
        await PostAsync(a, "login", new { phoneNumber = Number });
        Assert.Equal("+919876543210", (await a.GetAsync("/api/v1/auth/outbox")).Data.EnumerateArray().Single().GetProperty("to").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await b.GetAsync("/api/v1/auth/outbox")).Status);
    }

    [Fact]
    public async Task A_channel_that_fails_gives_way_to_the_next()
    {
        await using var box = await PortalBox.StartAsync(channels: [new DeadModem(), _outbox]);
        using var phone = box.Phone();
        Assert.Equal("outbox", (await PostAsync(phone, "login", new { phoneNumber = Number })).Data.GetProperty("sentBy").GetString());
        await using var alone = await PortalBox.StartAsync(channels: [new DeadModem()]);
        using var other = alone.Phone();
        Assert.Equal("OTP_UNAVAILABLE", (await PostAsync(other, "login", new { phoneNumber = Number })).ErrorCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(other, "register", new { phoneNumber = Number })).Status);
    }

    [Fact]
    public void The_message_goes_in_one_short_message_in_every_language()
    {
        foreach (var words in new Languages().All)
        {
            var text = words.With(Say.OtpMessage, "123456", 5);
            Assert.True(text.Length <= (text.All(char.IsAscii) ? 160 : 70), $"{words.Tag}: {text.Length} characters");
        }
    }

    private Task<PortalBox> BoxAsync(int entries = 10) => PortalBox.StartAsync(options: new PortalOptions { EntriesPerMinute = entries }, channels: [_outbox]);

    private async Task<JsonElement> ProveAsync(PortalBox box, SignedInPhone who)
    {
        var asked = (await PostAsync(who.Phone, "login", new { phoneNumber = Number })).Data;
        var seen = await who.CallAsync(HttpMethod.Post, "auth/verify-otp", new { phoneNumber = Number, challengeId = asked.GetProperty("challengeId").GetString(), otp = CodeIn(_outbox) });
        Assert.True(seen.Status == HttpStatusCode.OK, seen.Text + box.Lines.All.Count);
        return seen.Data;
    }

    internal static string CodeIn(OtpOutbox outbox) => SixDigits().Match(outbox.Latest[0].Text).Value;

    private static Task<Phone.Seen> PostAsync(Phone phone, string call, object body) => phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/" + call, body);

    private static Task<Phone.Seen> VerifyAsync(Phone phone, JsonElement sent, string code) =>
        PostAsync(phone, "verify-otp", new { phoneNumber = Number, challengeId = sent.GetProperty("challengeId").GetString(), otp = code });

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex SixDigits();

    /// <summary>A modem that looks well and sends nothing.</summary>
    private sealed class DeadModem : IOtpChannel
    {
        public string Name => "modem";

        public bool IsReady => true;

        public ValueTask<bool> SendAsync(OtpMessage message, CancellationToken cancellation) => ValueTask.FromResult(false);
    }
}
