using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Samagam.Rpc.Tests.Echo;

/// <summary>The Echo service on a real Kestrel, on a port of its own. What its handlers see comes out as events.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<RpcContext> _waiting = Channel.CreateUnbounded<RpcContext>();
    private readonly Channel<string> _cancelled = Channel.CreateUnbounded<string>();
    private int _said;

    private EchoServer(WebApplication app, RpcServer rpc)
    {
        _app = app;
        Rpc = rpc;
    }

    public RpcServer Rpc { get; }

    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    public Uri Address => new($"http://127.0.0.1:{EndPoint.Port}");

    /// <summary>How often the handler of Say ran.</summary>
    public int Said => Volatile.Read(ref _said);

    public static async Task<EchoServer> StartAsync(
        RpcServerOptions? options = null, TimeProvider? time = null, Action<ListenOptions>? listen = null, Action<KestrelServerOptions>? kestrel = null, int port = 0)
    {
        options ??= new RpcServerOptions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.LimitRpc(options);
            kestrel?.Invoke(k);
            k.Listen(IPAddress.Loopback, port, listen ?? (l => l.Protocols = HttpProtocols.Http2));
        });
        var app = builder.Build();
        var rpc = app.MapRpc(options, time ?? TimeProvider.System, NullLogger.Instance, app.Lifetime.ApplicationStopping);
        var server = new EchoServer(app, rpc);
        server.Map();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
        return server;
    }

    public RpcChannel Connect(TimeProvider? time = null) =>
        new(new RpcChannelOptions { Address = Address }, time ?? TimeProvider.System);

    /// <summary>The next call that waits in a handler.</summary>
    public async Task<RpcContext> NextWaitingAsync() => await _waiting.Reader.ReadAsync().AsTask().WaitAsync(Patience.Time);

    /// <summary>The next handler that was told to give up.</summary>
    public async Task<string> NextCancelledAsync() => await _cancelled.Reader.ReadAsync().AsTask().WaitAsync(Patience.Time);

    public async Task StopAsync() => await _app.StopAsync().WaitAsync(Patience.Time);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Pong Answer(Ping ping) => new() { Number = ping.Number, Text = ping.Text, Body = ping.Body };

    private static async Task CountAsync(Ping ping, IRpcWriter<Pong> writer)
    {
        for (var i = 0; i < ping.Number; i++)
        {
            await writer.WriteAsync(new Pong { Number = i, Body = ping.Body });
        }
    }

    private void Map()
    {
        Rpc.MapUnary<Ping, Pong>(EchoPaths.Say, (ping, _) =>
        {
            Interlocked.Increment(ref _said);
            return Task.FromResult(Answer(ping));
        });
        Rpc.MapServerStreaming<Ping, Pong>(EchoPaths.Count, (ping, writer, context) => TellAsync(context, CountAsync(ping, writer)));
        Rpc.MapDuplex<Ping, Pong>(EchoPaths.Chat, async (reader, writer, _) =>
        {
            await foreach (var ping in reader)
            {
                await writer.WriteAsync(Answer(ping));
            }
        });
        Rpc.MapUnary<Ping, Pong>(EchoPaths.Fail, (ping, context) =>
        {
            // The length of the body asks for a trailer that long.
            context.ResponseTrailers.Add("x-long", new string('x', ping.Body.Length));
            throw new RpcException((RpcStatus)ping.Number, ping.Text);
        });
        Rpc.MapServerStreaming<Ping, Pong>(EchoPaths.CountThenFail, async (ping, writer, _) =>
        {
            for (var i = 0; i < ping.Number; i++)
            {
                await writer.WriteAsync(new Pong { Number = i });
            }
            throw new RpcException(RpcStatus.ResourceExhausted, ping.Text);
        });
        Rpc.MapDuplex<Ping, Pong>(EchoPaths.ChatThenFail, async (reader, _, _) =>
        {
            var first = await reader.ReadAsync();
            throw new RpcException((RpcStatus)first!.Number, first.Text);
        });
        Rpc.MapUnary<Ping, Pong>(EchoPaths.Wait, async (_, context) =>
        {
            await WaitAsync(context);
            return new Pong();
        });
        Rpc.MapDuplex<Ping, Pong>(EchoPaths.WaitChat, (_, _, context) => WaitAsync(context));
        Rpc.MapUnary<Ping, Pong>(EchoPaths.Meta, (_, context) =>
        {
            var name = context.RequestMetadata.Get("x-name") ?? "";
            context.ResponseTrailers.Add("x-name", name);
            var body = ByteString.Empty;
            if (context.RequestMetadata.TryGetBinary("x-bytes-bin", out var bytes))
            {
                context.ResponseTrailers.AddBinary("x-bytes-bin", bytes);
                body = ByteString.CopyFrom(bytes);
            }
            return Task.FromResult(new Pong { Text = name, Body = body });
        });
        Rpc.MapUnary<Ping, Pong>(EchoPaths.Crash, (_, _) => throw new InvalidOperationException("a secret of the house"));
    }

    private async Task WaitAsync(RpcContext context)
    {
        _waiting.Writer.TryWrite(context);
        await TellAsync(context, new TaskCompletionSource().Task.WaitAsync(context.Cancellation));
    }

    /// <summary>Makes an event of a handler's cancellation.</summary>
    private async Task TellAsync(RpcContext context, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (context.Cancellation.IsCancellationRequested || e is RpcException { Status: RpcStatus.Cancelled })
        {
            _cancelled.Writer.TryWrite(context.Method);
            throw;
        }
    }
}
