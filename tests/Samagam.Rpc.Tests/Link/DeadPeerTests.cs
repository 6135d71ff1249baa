using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Link;

/// <summary>The pings of both ends find a peer that is gone without a word.</summary>
public sealed class DeadPeerTests
{
    [Fact]
    public async Task A_client_finds_that_its_server_is_gone_and_comes_back_when_the_wire_is_mended()
    {
        await using var server = await EchoServer.StartAsync();
        await using var wire = new CuttableWire(server.EndPoint);
        using var channel = Connect(wire);
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        await call.WriteAsync(new Ping { Number = 1 });
        await call.ReadAsync().InTime();
        wire.Cut();
        var gone = await Assert.ThrowsAsync<RpcException>(() => call.ReadAsync().InTime());
        Assert.Equal(RpcStatus.Unavailable, gone.Status);
        wire.Mend();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
    }

    [Fact]
    public async Task A_server_finds_that_its_client_is_gone()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        });
        await using var wire = new CuttableWire(server.EndPoint);
        using var channel = new RpcChannel(
            new RpcChannelOptions { Address = new Uri($"http://{wire.EndPoint}"), KeepAlivePingDelay = TimeSpan.FromDays(1) }, TimeProvider.System);
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        await server.NextWaitingAsync();
        wire.Cut();
        Assert.Equal(EchoPaths.WaitChat, await server.NextCancelledAsync());
    }

    private static RpcChannel Connect(CuttableWire wire) => new(
        new RpcChannelOptions
        {
            Address = new Uri($"http://{wire.EndPoint}"),
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        },
        TimeProvider.System);
}
