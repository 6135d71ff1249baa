using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Samagam.Core.Sos;
using Samagam.Hosting;
using Samagam.Hub.Api;
using Samagam.Mesh.People;
using Samagam.Trust;

namespace Samagam.Hub.Tests.Api;

/// <summary>The board on a real Kestrel, behind the headers the host puts in front.</summary>
public sealed class BoardServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private BoardServer(TestEvent test, BoardDoor door, WebApplication app, HttpClient client, LineLog log) =>
        (Event, Door, _app, _client, Log) = (test, door, app, client, log);

    public TestEvent Event { get; }
    public BoardDoor Door { get; }
    public LineLog Log { get; }
    public Uri Address => _client.BaseAddress!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BoardServer> StartAsync(BoardApiOptions? options = null)
    {
        var test = await TestEvent.OpenAsync();
        var log = new LineLog();
        var door = new BoardDoor(new BoardParts { Hub = test.Hub, Operators = test.Gate, Time = test.Time, Log = log, Luck = test.Luck, Options = options ?? new() });
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseSamagamRequestIds(new RequestIds(test.Time, new Random(1)));
        app.UseSamagamSecurityHeaders(new SecurityHeaderOptions());
        door.Map(app);
        await app.StartAsync(Stop);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(app.Urls.First()),
            Timeout = TimeSpan.FromSeconds(20),
        };
        return new BoardServer(test, door, app, client, log);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        _client.SendAsync(request, until, Stop);

    public Task<HttpResponseMessage> GetAsync(string path, string? cookie = null, string? language = "en")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
        if (language is not null)
        {
            request.Headers.Add("Accept-Language", language);
        }
        return SendAsync(request);
    }

    public async Task<string> PageAsync(string path, string? cookie = null, string? language = "en")
    {
        var answer = await GetAsync(path, cookie, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    public async Task<JsonElement> JsonAsync(string path, int status = 200, string? language = null)
    {
        var answer = await GetAsync(path, language: language);
        Assert.Equal(status, (int)answer.StatusCode);
        return await ReadAsync(answer);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;

    public Task<HttpResponseMessage> FormAsync(string path, string? cookie, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))),
        };
        request.Headers.Add("Accept-Language", "en");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
        return SendAsync(request);
    }

    /// <summary>Shows a voucher at the door; the cookie to come back with.</summary>
    public async Task<string> EnterAsync(StaffRole role = StaffRole.Operator)
    {
        var answer = await FormAsync("/enter", null, ("voucher", Event.Voucher(role)));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("operator=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        return cookie.Split(';')[0];
    }

    /// <summary>The form token of a page shown to this session.</summary>
    public async Task<string> FormTokenAsync(string path, string cookie)
    {
        const string mark = "name=\"form\" value=\"";
        var page = await PageAsync(path, cookie);
        var at = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return page[at..page.IndexOf('"', at)];
    }

    /// <summary>A call with sealed details, taken at the hub itself so that the key's fact is here too.</summary>
    public async Task RaiseWithDetailsAsync(Core.Ids.SosId id, SosDetails details) =>
        await Event.Hub.Desk.WriteAsync(
            Core.Facts.Lane.Life,
            scope => Mesh.Sos.SosScope.State(scope, id, SealedDetails.Seal(scope, new PersonVault(Event.Sealer), id, Event.Call(), details)),
            Stop);

    public async ValueTask DisposeAsync()
    {
        Door.Feed.Stream.End();
        _client.Dispose();
        await _app.DisposeAsync();
        await Event.DisposeAsync();
    }

    /// <summary>Keeps the lines a test wants to look at.</summary>
    public sealed class LineLog : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
    }
}
