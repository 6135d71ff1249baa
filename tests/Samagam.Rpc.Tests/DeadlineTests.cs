using Google.Protobuf;
using Samagam.Rpc.Tests.Echo;
using Samagam.Rpc.Tests.Server;
using Samagam.TestKit;

namespace Samagam.Rpc.Tests;

public sealed class DeadlineTests
{
    [Fact]
    public async Task The_server_ends_a_call_when_its_deadline_has_passed()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync(time: time);
        using var peer = new RawPeer(server.Address);
        var posting = peer.PostAsync(EchoPaths.Wait, RawPeer.Frame(new Ping()), ("grpc-timeout", "5S"));
        var context = await server.NextWaitingAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), context.Timeout);
        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(context.Cancellation.IsCancellationRequested);
        time.Advance(TimeSpan.FromTicks(1));
        var answer = await posting.InTime();
        Assert.Equal(RpcStatus.DeadlineExceeded, answer.StatusInHeaders);
        Assert.Equal(1, server.Rpc.Counts.Ended(RpcStatus.DeadlineExceeded));
    }

    [Fact]
    public async Task A_deadline_ends_a_read_that_waits_for_a_silent_peer()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync(time: time);
        using var peer = new RawPeer(server.Address);
        using var response = await peer.SendAsync(EchoPaths.Chat, new OpenContent(), [("grpc-timeout", "5S")]);
        time.Advance(TimeSpan.FromSeconds(5));
        await response.Content.ReadAsByteArrayAsync().InTime();
        Assert.Equal("4", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_unary_call_that_never_ends_its_request_is_ended_by_its_deadline()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync(time: time);
        using var peer = new RawPeer(server.Address);
        var body = new OpenContent();
        var posting = peer.PostAsync(EchoPaths.Say, body, ("grpc-timeout", "5S"));
        await body.WriteAsync(RawPeer.Frame(new Ping())[..3]);
        // The call has arrived once the server counts it.
        using var channel = server.Connect();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        while (server.Rpc.Counts.Active == 0)
        {
            await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        }
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RpcStatus.DeadlineExceeded, (await posting.InTime()).Status);
    }

    [Fact]
    public async Task A_timeout_of_nothing_is_over_before_the_handler_runs()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()), ("grpc-timeout", "0n"));
        Assert.Equal(RpcStatus.DeadlineExceeded, answer.StatusInHeaders);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task The_client_keeps_its_deadline_itself_and_tells_the_server()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect(time);
        var calling = channel.UnaryAsync<Ping, Pong>(EchoPaths.Wait, new Ping(), new RpcCallOptions { Timeout = TimeSpan.FromHours(1) });
        Assert.Equal(TimeSpan.FromHours(1), (await server.NextWaitingAsync()).Timeout);
        time.Advance(TimeSpan.FromHours(1));
        var late = await Assert.ThrowsAsync<RpcException>(() => calling.InTime());
        Assert.Equal(RpcStatus.DeadlineExceeded, late.Status);
        await server.NextCancelledAsync();
    }

    [Fact]
    public async Task A_deadline_ends_a_conversation_on_both_sides()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect(time);
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat, new RpcCallOptions { Timeout = TimeSpan.FromHours(1) }).InTime();
        await server.NextWaitingAsync();
        var reading = call.ReadAsync().AsTask();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RpcStatus.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => reading.InTime())).Status);
        Assert.Equal(RpcStatus.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.WriteAsync(new Ping()).AsTask().InTime())).Status);
        await server.NextCancelledAsync();
    }

    [Fact]
    public async Task A_deadline_in_the_past_is_not_even_sent()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var late = await Assert.ThrowsAsync<RpcException>(() =>
            channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping(), new RpcCallOptions { Timeout = TimeSpan.FromSeconds(-1) }).InTime());
        Assert.Equal(RpcStatus.DeadlineExceeded, late.Status);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task A_deadline_ends_a_write_to_a_peer_that_does_not_read()
    {
        var time = new ManualTime();
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect(time);
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat, new RpcCallOptions { Timeout = TimeSpan.FromHours(1) }).InTime();
        await server.NextWaitingAsync();
        var large = new Ping { Body = ByteString.CopyFrom(new byte[1 << 20]) };
        // The handler reads nothing: the window fills and one of these writes waits.
        ValueTask writing;
        do
        {
            writing = call.WriteAsync(large);
        }
        while (writing.IsCompletedSuccessfully);
        var waiting = writing.AsTask();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RpcStatus.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await waiting.InTime();
            await call.WriteAsync(large).AsTask().InTime();
        })).Status);
    }
}
