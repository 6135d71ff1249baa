using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Samagam.Hub.Api.Messages;
using Samagam.Hub.Messages;
using Samagam.TestKit;

namespace Samagam.Hub.Tests.Messages;

/// <summary>The hub's gateway against a real HTTP service.</summary>
public sealed class SmsGatewayTests
{
    private const string Number = "+919876543210";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_posted_as_the_operator_s_service_wants_it()
    {
        var heard = new List<(string Body, string Authorization)>();
        await using var service = await ServiceAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            heard.Add((await reader.ReadToEndAsync(http.RequestAborted), http.Request.Headers.Authorization.ToString()));
            http.Response.StatusCode = 202;
        });
        using var gateway = Gateway(service, """{"messages":[{"recipient":{to},"body":{text}}]}""");
        Assert.Null(await gateway.SendAsync(Number, "कोड \"{to}\" \\ 123456", Cancel));
        var message = JsonDocument.Parse(heard.Single().Body).RootElement.GetProperty("messages")[0];
        Assert.Equal((Number, "कोड \"{to}\" \\ 123456"), (message.GetProperty("recipient").GetString(), message.GetProperty("body").GetString()));
        Assert.Equal("Bearer secret", heard.Single().Authorization);
    }

    [Fact]
    public async Task A_service_that_refuses_redirects_hangs_or_is_gone_has_not_taken_it()
    {
        var status = 401;
        await using var service = await ServiceAsync(async http =>
        {
            if (status == 0)
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "http://127.0.0.1:1/";
        });
        using var gateway = Gateway(service, timeoutMs: 300);
        Assert.Contains("401", await gateway.SendAsync(Number, "x", Cancel), StringComparison.Ordinal);
        status = 302;
        Assert.Contains("302", await gateway.SendAsync(Number, "x", Cancel), StringComparison.Ordinal);
        status = 0;
        Assert.Contains("in time", await gateway.SendAsync(Number, "x", Cancel), StringComparison.Ordinal);
        using var gone = new HttpSmsGateway(new HttpSmsGatewayOptions { Url = "http://127.0.0.1:1/" }, TimeProvider.System);
        Assert.Contains("cannot be reached", await gone.SendAsync(Number, "x", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_box_sends_so_many_a_minute_and_another_is_not_held_up()
    {
        var time = new ManualTime();
        var gateway = new Counting();
        var messages = new SendForBox(gateway, new MessageOptions { PerBoxAndMinute = 2 }, time);
        Assert.Null(await messages.RunAsync(1, Number, "x", Cancel));
        Assert.Null(await messages.RunAsync(1, Number, "x", Cancel));
        Assert.Contains("too many", await messages.RunAsync(1, Number, "x", Cancel), StringComparison.Ordinal);
        Assert.Null(await messages.RunAsync(2, Number, "x", Cancel));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await messages.RunAsync(1, Number, "x", Cancel));
        Assert.Contains("not a number", await messages.RunAsync(3, "9876543210", "x", Cancel), StringComparison.Ordinal);
        Assert.Contains("characters", await messages.RunAsync(3, Number, new string('x', 321), Cancel), StringComparison.Ordinal);
        Assert.Equal(4, gateway.Sent);
    }

    [Theory]
    [InlineData("http://example.org/", """{"to":{to},"text":{text}}""")]
    [InlineData("https://example.org/", """{"to":{to}}""")]
    [InlineData("https://example.org/", """{"to":{to},"text":"{text}"}""")]
    public void Settings_that_would_leak_or_cannot_work_are_refused_at_start(string url, string body) =>
        Assert.Throws<ArgumentException>(() => new HttpSmsGatewayOptions { Url = url, Body = body }.Validate());

    private static HttpSmsGateway Gateway(WebApplication service, string? body = null, int timeoutMs = 10_000)
    {
        var options = new HttpSmsGatewayOptions { Url = service.Urls.Single() + "/send", Authorization = "Bearer secret", TimeoutMs = timeoutMs };
        options = body is null ? options : options with { Body = body };
        options.Validate();
        return new HttpSmsGateway(options, TimeProvider.System);
    }

    private static async Task<WebApplication> ServiceAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Cancel);
        return app;
    }

    private sealed class Counting : ISmsGateway
    {
        public int Sent { get; private set; }

        public ValueTask<string?> SendAsync(string to, string text, CancellationToken cancellation)
        {
            Sent++;
            return ValueTask.FromResult<string?>(null);
        }
    }
}
