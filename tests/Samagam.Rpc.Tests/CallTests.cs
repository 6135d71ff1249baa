using System.Net;
using Google.Protobuf;
using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task A_unary_call_brings_back_what_was_said()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var pong = await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping { Number = 7, Text = "Ram Ghat" }).InTime();
        Assert.Equal(7, pong.Number);
        Assert.Equal("Ram Ghat", pong.Text);
        Assert.Equal(1, server.Rpc.Counts.Ended(RpcStatus.Ok));
    }

    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        Assert.Equal(new Pong(), await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_stream_arrives_whole_and_in_order(int count)
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var numbers = new List<long>();
        await foreach (var pong in channel.ServerStreaming<Ping, Pong>(EchoPaths.Count, new Ping { Number = count }))
        {
            numbers.Add(pong.Number);
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), numbers);
    }

    [Fact]
    public async Task Both_sides_of_a_duplex_call_speak_by_turns()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        for (var i = 0; i < 100; i++)
        {
            await call.WriteAsync(new Ping { Number = i });
            Assert.Equal(i, (await call.ReadAsync().InTime())!.Number);
        }
        await call.CompleteAsync();
        Assert.Null(await call.ReadAsync().InTime());
        Assert.Null(await call.ReadAsync().InTime());
    }

    [Fact]
    public async Task Many_writers_on_one_call_never_mix_their_messages()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await call.WriteAsync(new Ping { Number = writer, Body = ByteString.CopyFrom(Enumerable.Repeat((byte)writer, 3000).ToArray()) });
            }
        })));
        var counts = new int[8];
        for (var i = 0; i < 400; i++)
        {
            var pong = (await call.ReadAsync().InTime())!;
            Assert.All(pong.Body, b => Assert.Equal(pong.Number, b));
            counts[pong.Number]++;
        }
        await writing.InTime();
        Assert.All(counts, c => Assert.Equal(50, c));
    }

    [Fact]
    public async Task Messages_larger_than_every_window_pass_both_ways()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var body = new byte[4 * 1024 * 1024 - 64];
        new Random(11).NextBytes(body);
        var pong = await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping { Body = ByteString.CopyFrom(body) }).InTime();
        Assert.True(pong.Body.Span.SequenceEqual(body));
    }

    [Fact]
    public async Task Metadata_travels_there_and_back_as_text_and_bytes()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var metadata = new RpcMetadata();
        metadata.Add("x-name", "node-7");
        metadata.AddBinary("x-bytes-bin", [0, 255, 1, 2]);
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Meta, new RpcCallOptions { Metadata = metadata }).InTime();
        await call.WriteAsync(new Ping());
        await call.CompleteAsync();
        var pong = await call.ReadAsync().InTime();
        Assert.Equal("node-7", pong!.Text);
        Assert.Equal(new byte[] { 0, 255, 1, 2 }, pong.Body.ToByteArray());
        Assert.Null(await call.ReadAsync().InTime());
        Assert.Equal("node-7", call.Trailers.Get("x-name"));
        Assert.True(call.Trailers.TryGetBinary("x-bytes-bin", out var bytes));
        Assert.Equal([0, 255, 1, 2], bytes);
    }

    [Fact]
    public async Task The_name_in_the_address_is_not_where_the_channel_dials()
    {
        await using var server = await EchoServer.StartAsync();
        var dials = 0;
        using var channel = new RpcChannel(new RpcChannelOptions
        {
            Address = new Uri("http://node-7.nowhere.invalid:8092"),
            Dial = _ =>
            {
                dials++;
                return ValueTask.FromResult<EndPoint>(server.EndPoint);
            },
        }, TimeProvider.System);
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        Assert.Equal(1, dials);
    }

    [Fact]
    public async Task A_channel_finds_its_peer_again_after_a_restart()
    {
        var first = await EchoServer.StartAsync();
        using var channel = first.Connect();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        await first.StopAsync();
        await first.DisposeAsync();
        var gone = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(RpcStatus.Unavailable, gone.Status);
        await using var second = await EchoServer.StartAsync(port: first.EndPoint.Port);
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        Assert.Equal(1, second.Said);
    }

    [Fact]
    public async Task Running_calls_are_told_unavailable_when_the_server_stops()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        await server.NextWaitingAsync();
        var stopping = server.StopAsync();
        var told = await Assert.ThrowsAsync<RpcException>(() => call.ReadAsync().InTime());
        Assert.Equal(RpcStatus.Unavailable, told.Status);
        await stopping;
    }

    [Fact]
    public async Task Disposing_a_duplex_call_tells_the_handler()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        await server.NextWaitingAsync();
        Assert.Equal(1, channel.ActiveCalls);
        await call.DisposeAsync();
        Assert.Equal(EchoPaths.WaitChat, await server.NextCancelledAsync());
        Assert.Equal(0, channel.ActiveCalls);
        var after = await Assert.ThrowsAsync<RpcException>(() => call.ReadAsync().InTime());
        Assert.Equal(RpcStatus.Cancelled, after.Status);
    }

    [Fact]
    public async Task Every_handler_is_told_when_a_hundred_conversations_are_given_up_at_once()
    {
        // Many at once: the framework forgot one reset in some hundred while the machine was busy.
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        for (var round = 0; round < 3; round++)
        {
            using var giveUp = new CancellationTokenSource();
            var calls = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
                channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat, cancellation: giveUp.Token))).InTime();
            var reads = calls.Select(c => c.ReadAsync().AsTask()).ToArray();
            foreach (var _ in calls)
            {
                await server.NextWaitingAsync();
            }
            await giveUp.CancelAsync();
            foreach (var _ in calls)
            {
                await server.NextCancelledAsync();
            }
            await Task.WhenAll(reads).InTime().ContinueWith(t => Assert.True(t.IsFaulted || t.IsCanceled), TaskScheduler.Default);
            foreach (var call in calls)
            {
                await call.DisposeAsync();
            }
        }
        Assert.Equal(0, channel.ActiveCalls);
    }

    [Fact]
    public async Task A_call_goes_on_when_its_channel_is_disposed()
    {
        await using var server = await EchoServer.StartAsync();
        var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        await call.WriteAsync(new Ping { Number = 1 });
        await call.ReadAsync().InTime();
        channel.Dispose();
        await call.WriteAsync(new Ping { Number = 2 });
        Assert.Equal(2, (await call.ReadAsync().InTime())!.Number);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(1, channel.ActiveCalls);
    }

    [Fact]
    public async Task Leaving_a_stream_early_tells_the_handler()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        await foreach (var pong in channel.ServerStreaming<Ping, Pong>(EchoPaths.Count,
            new Ping { Number = long.MaxValue, Body = ByteString.CopyFrom(new byte[10_000]) }))
        {
            if (pong.Number == 3)
            {
                break;
            }
        }
        Assert.Equal(EchoPaths.Count, await server.NextCancelledAsync());
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_its_own_cancellation_and_the_handler_is_told()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        using var giveUp = new CancellationTokenSource();
        var calling = channel.UnaryAsync<Ping, Pong>(EchoPaths.Wait, new Ping(), cancellation: giveUp.Token);
        await server.NextWaitingAsync();
        await giveUp.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.InTime());
        Assert.Equal(giveUp.Token, thrown.CancellationToken);
        await server.NextCancelledAsync();
    }

    [Fact]
    public async Task Giving_up_one_read_leaves_the_call_open()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        await call.WriteAsync(new Ping { Number = 1 });
        await call.ReadAsync().InTime();
        using var giveUp = new CancellationTokenSource();
        var reading = call.ReadAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.InTime());
        await call.WriteAsync(new Ping { Number = 2 });
        Assert.Equal(2, (await call.ReadAsync().InTime())!.Number);
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        using var closed = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var channel = new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://127.0.0.1:{port}") }, TimeProvider.System);
        var unary = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(RpcStatus.Unavailable, unary.Status);
        var duplex = await Assert.ThrowsAsync<RpcException>(() => channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime());
        Assert.Equal(RpcStatus.Unavailable, duplex.Status);
        Assert.Equal(0, channel.ActiveCalls);
    }
}
