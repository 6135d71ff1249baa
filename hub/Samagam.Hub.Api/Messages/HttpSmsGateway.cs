using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Samagam.Hub.Messages;

namespace Samagam.Hub.Api.Messages;

/// <summary>What an operator sets of the HTTP service that sends messages (section <c>SmsGateway</c>).</summary>
public sealed record HttpSmsGatewayOptions
{
    /// <summary>Where messages are posted; empty for no service. <c>https</c>, or <c>http</c> to this very machine.</summary>
    public string Url { get; init; } = "";

    /// <summary>Value of the Authorization header; empty for none. Give it by the environment, not in a file.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>The body, with <c>{to}</c> and <c>{text}</c> in the places of JSON strings, quotes included.</summary>
    public string Body { get; init; } = """{"to":{to},"text":{text}}""";

    /// <summary>Patience with the service, ms: 10,000.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(Url.Length == 0 || Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url is { Scheme: "http", IsLoopback: true }), "SmsGateway:Url must be https, or http to this machine");
        Require(Body.Contains("{to}", StringComparison.Ordinal) && Body.Contains("{text}", StringComparison.Ordinal) && Body.Length <= 4_000, "SmsGateway:Body must hold {to} and {text}");
        Require(IsJson(HttpSmsGateway.BodyOf(Body, "+919876543210", "text")), "SmsGateway:Body must be JSON");
        Require(TimeoutMs is >= 100 and <= 60_000, "SmsGateway:TimeoutMs must be 100 to 60000");
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}

/// <summary>Sends by an operator's HTTP service: one POST of JSON for each message; a 2xx means taken.</summary>
public sealed class HttpSmsGateway(HttpSmsGatewayOptions options, TimeProvider time) : ISmsGateway, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask<string?> SendAsync(string to, string text, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url)
        {
            Content = new StringContent(BodyOf(options.Body, to, text), Encoding.UTF8, "application/json"),
        };
        if (options.Authorization.Length > 0)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(options.Authorization);
        }
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"the gateway answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return $"the gateway cannot be reached: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "the gateway did not answer in time";
        }
    }

    public void Dispose() => _http.Dispose();

    // One pass, so that a text that holds {to} is not filled again.
    internal static string BodyOf(string template, string to, string text)
    {
        var body = new StringBuilder(template.Length + text.Length);
        for (var at = 0; at < template.Length;)
        {
            if (template.AsSpan(at).StartsWith("{to}", StringComparison.Ordinal))
            {
                body.Append('"').Append(JsonEncodedText.Encode(to)).Append('"');
                at += "{to}".Length;
            }
            else if (template.AsSpan(at).StartsWith("{text}", StringComparison.Ordinal))
            {
                body.Append('"').Append(JsonEncodedText.Encode(text)).Append('"');
                at += "{text}".Length;
            }
            else
            {
                body.Append(template[at++]);
            }
        }
        return body.ToString();
    }
}
