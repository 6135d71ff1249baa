using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Samagam.Web.Tests;

/// <summary>Kestrel on a port of the system's choice, with a client that follows nothing and unpacks nothing.</summary>
public sealed class RealServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RealServer(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    private HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RealServer> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app);
        await app.StartAsync(Stop);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new Uri(app.Urls.First()),
            Timeout = TimeSpan.FromSeconds(20),
        };
        return new RealServer(app, client);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, Stop);

    public Task<string> GetStringAsync(string path) => Client.GetStringAsync(path, Stop);

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content) => Client.PostAsync(path, content, Stop);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        Client.SendAsync(request, until, Stop);

    public static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
