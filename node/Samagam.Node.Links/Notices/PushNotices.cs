using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Samagam.Core.Notices;
using Samagam.Node.Notices;

namespace Samagam.Node.Links.Notices;

/// <summary>
/// Notices pushed to browsers (RFC 8030): encrypted for the browser, so that the push service reads nothing. It connects only to the hosts the operator
/// names, whatever a phone said, and follows no redirect.
/// </summary>
public sealed class PushNotices : INoticeChannel, IDisposable
{
    private readonly NoticeRoadOptions _options;
    private readonly VapidKey _vapid;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _luck;
    private readonly HttpClient _http;

    public PushNotices(NoticeRoadOptions options, VapidKey vapid, TimeProvider time, RandomNumberGenerator luck)
    {
        (_options, _vapid, _time, _luck) = (options, vapid, time, luck);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds) })
        {
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
    }

    public NoticeChannel Way => NoticeChannel.Push;

    public async ValueTask<ChannelAnswer> SendAsync(NoticeOut notice, CancellationToken cancellation)
    {
        var answers = new List<(PushAddress Address, ChannelAnswer Answer)>();
        foreach (var address in notice.Push)
        {
            answers.Add((address, await SendAsync(notice, address, cancellation).ConfigureAwait(false)));
        }
        var gone = answers.Where(a => a.Answer.Reason == "gone").Select(a => a.Address).ToList();
        var left = answers.Where(a => a.Answer.Reason != "gone").Select(a => a.Answer).ToList();
        // One browser is enough: the person has heard. Of those that did not get through one that may is worth another try.
        var answer = left.Find(a => a.End == ChannelEnd.Sent) ?? left.Find(a => a.End == ChannelEnd.Later) ?? left.FirstOrDefault() ?? new ChannelAnswer(ChannelEnd.NoAddress);
        return answer with { Gone = gone };
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<ChannelAnswer> SendAsync(NoticeOut notice, PushAddress address, CancellationToken cancellation)
    {
        var endpoint = new Uri(address.Endpoint);
        if (!IsPushService(endpoint))
        {
            return new ChannelAnswer(ChannelEnd.Refused, "foreign-host");
        }
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(Encrypt(notice, address)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            request.Content.Headers.ContentEncoding.Add("aes128gcm");
            request.Headers.TryAddWithoutValidation("Authorization", _vapid.Authorization(endpoint, _time.GetUtcNow()));
            request.Headers.Add("TTL", _options.PushTtlSeconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Urgency", notice.Category == NoticeCategory.Safety ? "high" : "normal");
            // The same notice sent twice takes its own place (RFC 8030 §5.4).
            request.Headers.Add("Topic", notice.Id.ToString());
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.NoContent => new ChannelAnswer(ChannelEnd.Sent),
                HttpStatusCode.NotFound or HttpStatusCode.Gone => new ChannelAnswer(ChannelEnd.Refused, "gone"),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout =>
                    new ChannelAnswer(ChannelEnd.Later, $"push-{(int)answer.StatusCode}", RetryAfter(answer)),
                _ => new ChannelAnswer(ChannelEnd.Refused, $"push-{(int)answer.StatusCode}"),
            };
        }
        catch (CryptographicException)
        {
            return new ChannelAnswer(ChannelEnd.Refused, "no-point");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new ChannelAnswer(ChannelEnd.Later, "push-unreachable");
        }
    }

    private byte[] Encrypt(NoticeOut notice, PushAddress address)
    {
        var text = notice.Text;
        byte[] plain;
        while ((plain = JsonSerializer.SerializeToUtf8Bytes(new { id = notice.Id.ToString(), category = notice.Category.ToString().ToLowerInvariant(), title = notice.Title, body = text })).Length > PushCipher.MaxPlainBytes)
        {
            text = text[..(text.Length / 2)];
        }
        using var fresh = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Span<byte> salt = stackalloc byte[16];
        _luck.GetBytes(salt);
        return PushCipher.Seal(plain, fresh, salt, address.P256dh.Span, address.Auth.Span);
    }

    private bool IsPushService(Uri endpoint) =>
        (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback)
        && _options.PushHosts.Any(h => h.StartsWith('.') ? endpoint.Host.EndsWith(h, StringComparison.OrdinalIgnoreCase) : endpoint.Host.Equals(h, StringComparison.OrdinalIgnoreCase));

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < TimeSpan.FromDays(1) ? delta : TimeSpan.FromDays(1),
        { Date: { } date } => date - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero && wait < TimeSpan.FromDays(1) ? wait : null,
        _ => null,
    };
}
