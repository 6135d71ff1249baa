using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Node.Links.Notices;
using Samagam.Node.Notices;

namespace Samagam.Node.Links.Tests.Notices;

/// <summary>Mail against a real port, web push against a service that decrypts as a browser does.</summary>
public sealed class ChannelTests
{
    private static readonly PersonId Asha = new(new Guid(1, 2, 3, new byte[8]));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_in_the_persons_script_with_an_id_of_its_notice()
    {
        await using var server = new SmtpPeer();
        var channel = new MailNotices(new NoticeRoadOptions { SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpTls = false });
        var notice = Notice() with { Email = "asha@example.org", Title = "चेतावनी\r\nBcc: x@example.org" };
        Assert.Equal(ChannelEnd.Sent, (await channel.SendAsync(notice, Stop)).End);
        var mail = await server.NextAsync();
        Assert.StartsWith("RCPT TO:<asha@example.org>", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Message-ID: <{notice.Id}@samagam.local>", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Language: hi", mail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\nBcc:", mail, StringComparison.OrdinalIgnoreCase);
        var body = mail[(mail.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("\n", "", StringComparison.Ordinal);
        Assert.Equal(notice.Text, Encoding.UTF8.GetString(Convert.FromBase64String(body)));
    }

    [Theory]
    [InlineData("451 later", ChannelEnd.Later)]
    [InlineData("550 nobody", ChannelEnd.Refused)]
    public async Task What_a_mail_server_says_decides_whether_it_is_tried_again(string answer, ChannelEnd end)
    {
        await using var server = new SmtpPeer(answer);
        var channel = new MailNotices(new NoticeRoadOptions { SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpTls = false });
        Assert.Equal(end, (await channel.SendAsync(Notice() with { Email = "asha@example.org" }, Stop)).End);
        Assert.Equal(ChannelEnd.Sent, (await channel.SendAsync(Notice() with { Email = "asha@example.org" }, Stop)).End);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_is_tried_later_and_without_an_address_there_is_nothing_to_try()
    {
        var gone = new SmtpPeer();
        await gone.DisposeAsync();
        var channel = new MailNotices(new NoticeRoadOptions { SmtpHost = "127.0.0.1", SmtpPort = gone.Port, SmtpTls = false });
        Assert.Equal(ChannelEnd.Later, (await channel.SendAsync(Notice() with { Email = "asha@example.org" }, Stop)).End);
        Assert.Equal(ChannelEnd.NoAddress, (await channel.SendAsync(Notice(), Stop)).End);
    }

    [Fact]
    public async Task A_browser_opens_what_was_pushed_and_its_service_knows_who_pushed_it()
    {
        await using var service = await PushPeer.StartAsync();
        using var channel = Push(service, out var vapid);
        var notice = Notice() with { Push = [service.Address] };
        Assert.Equal(ChannelEnd.Sent, (await channel.SendAsync(notice, Stop)).End);
        var pushed = Assert.Single(service.Pushed);
        Assert.Equal(("aes128gcm", "high", notice.Id.ToString(), "86400"), (pushed.Headers["Content-Encoding"], pushed.Headers["Urgency"], pushed.Headers["Topic"], pushed.Headers["TTL"]));
        var message = JsonDocument.Parse(service.Open(pushed.Body)).RootElement;
        Assert.Equal((notice.Title, notice.Text), (message.GetProperty("title").GetString(), message.GetProperty("body").GetString()));
        // RFC 8292 §2: a token of ES256 for this origin, and the key it is checked with.
        var parts = pushed.Headers["Authorization"]["vapid t=".Length..].Split(", k=");
        Assert.Equal(vapid, parts[1]);
        var point = Base64Url.DecodeFromChars(parts[1]);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        var token = parts[0].Split('.');
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1])).RootElement;
        Assert.Equal((service.Origin, "mailto:notices@samagam.local"), (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString()));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 1, 86_400);
    }

    [Fact]
    public async Task A_long_text_is_cut_to_one_record_and_what_a_service_says_is_heeded()
    {
        await using var service = await PushPeer.StartAsync();
        using var channel = Push(service, out _);
        Assert.Equal(ChannelEnd.Sent, (await channel.SendAsync(Notice() with { Text = new string('य', 5_000), Push = [service.Address] }, Stop)).End);
        Assert.InRange(service.Pushed[0].Body.Length, 100, PushCipher.RecordBytes);
        service.Answer = (429, "120");
        var later = await channel.SendAsync(Notice() with { Push = [service.Address] }, Stop);
        Assert.Equal((ChannelEnd.Later, TimeSpan.FromSeconds(120)), (later.End, later.RetryAfter!.Value));
        service.Answer = (410, null);
        var gone = await channel.SendAsync(Notice() with { Push = [service.Address] }, Stop);
        Assert.Equal((ChannelEnd.NoAddress, service.Address), (gone.End, Assert.Single(gone.Gone!)));
        service.Answer = (302, null);
        Assert.Equal(ChannelEnd.Refused, (await channel.SendAsync(Notice() with { Push = [service.Address] }, Stop)).End);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("http://fcm.googleapis.com/x")]
    [InlineData("https://fcm.googleapis.com.evil.example/x")]
    [InlineData("https://push.apple.com/x")]
    public async Task A_box_connects_to_no_host_a_phone_makes_up(string endpoint)
    {
        using var channel = new PushNotices(new NoticeRoadOptions(), VapidKey.Read(NewKey(), "mailto:a@example.org")!, TimeProvider.System, RandomNumberGenerator.Create());
        var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var answer = await channel.SendAsync(Notice() with { Push = [new PushAddress(endpoint, PushCipher.PointOf(key), new byte[16])] }, Stop);
        Assert.Equal((ChannelEnd.Refused, "foreign-host"), (answer.End, answer.Reason));
    }

    private static PushNotices Push(PushPeer service, out string vapid)
    {
        var key = VapidKey.Read(NewKey(), "mailto:notices@samagam.local")!;
        vapid = key.Public;
        return new PushNotices(new NoticeRoadOptions { PushHosts = [new Uri(service.Address.Endpoint).Host] }, key, TimeProvider.System, RandomNumberGenerator.Create());
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D);
    }

    private static NoticeOut Notice() => new(NoticeId.Of(Asha, "k"), Asha, NoticeCategory.Safety, "hi", "चेतावनी", "नदी बढ़ रही है। 14:00 तक लागू।", "", "", []);

    /// <summary>A push service with one browser behind it.</summary>
    private sealed class PushPeer : IAsyncDisposable
    {
        private readonly ECDiffieHellman _browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);
        private readonly WebApplication _app;

        private PushPeer(WebApplication app) => _app = app;

        public List<(Dictionary<string, string> Headers, byte[] Body)> Pushed { get; } = [];

        public (int Status, string? RetryAfter) Answer { get; set; } = (201, null);

        public string Origin => _app.Urls.Single();

        public PushAddress Address { get; private set; } = null!;

        public static async Task<PushPeer> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var service = new PushPeer(app);
            app.MapPost("/push/{id}", async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, http.RequestAborted);
                service.Pushed.Add((http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
                http.Response.StatusCode = service.Answer.Status;
                if (service.Answer.RetryAfter is { } wait)
                {
                    http.Response.Headers.RetryAfter = wait;
                }
            });
            await app.StartAsync(Stop);
            service.Address = new PushAddress(service.Origin + "/push/1", PushCipher.PointOf(service._browser), service._auth);
            return service;
        }

        /// <summary>As a browser does (RFC 8291 §4).</summary>
        public byte[] Open(byte[] body)
        {
            var (salt, us) = (body[..16], body[21..86]);
            Assert.Equal((4_096u, 65), (BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)), body[20]));
            using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = us[1..33], Y = us[33..] } });
            byte[] info = [.. "WebPush: info\0"u8, .. PushCipher.PointOf(_browser), .. us];
            var ikm = HKDF.Expand(HashAlgorithmName.SHA256, HKDF.Extract(HashAlgorithmName.SHA256, _browser.DeriveRawSecretAgreement(sender.PublicKey), _auth), 32, info);
            var prk = HKDF.Extract(HashAlgorithmName.SHA256, ikm, salt);
            using var gcm = new AesGcm(HKDF.Expand(HashAlgorithmName.SHA256, prk, 16, "Content-Encoding: aes128gcm\0"u8.ToArray()), 16);
            var plain = new byte[body.Length - 86 - 16];
            gcm.Decrypt(HKDF.Expand(HashAlgorithmName.SHA256, prk, 12, "Content-Encoding: nonce\0"u8.ToArray()), body.AsSpan(86, plain.Length), body.AsSpan(86 + plain.Length), plain);
            Assert.Equal(2, plain[^1]);
            return plain[..^1];
        }

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            _browser.Dispose();
        }
    }
}
