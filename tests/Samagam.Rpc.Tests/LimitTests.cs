using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Samagam.Rpc.Tests.Echo;
using Samagam.Rpc.Tests.Server;

namespace Samagam.Rpc.Tests;

/// <summary>Every limit of the options: on it is served, beyond it is refused.</summary>
public sealed class LimitTests
{
    // Tag and length of a body field of 1,000 bytes.
    private const int Overhead = 3;

    [Fact]
    public async Task A_message_on_the_receiving_limit_is_served_and_one_byte_more_is_not()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxReceiveMessageBytes = 1000 + Overhead });
        using var channel = server.Connect();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1000)).InTime();
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1001)).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, refused.Status);
        Assert.Equal("a message of 1004 bytes is over the receiving limit of 1003", refused.Detail);
        Assert.Equal(1, server.Said);
    }

    [Fact]
    public async Task An_answer_over_the_sending_limit_is_an_error_instead()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxSendMessageBytes = 1000 + Overhead });
        using var channel = server.Connect();
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1000)).InTime();
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1001)).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, refused.Status);
    }

    [Fact]
    public async Task The_client_keeps_the_same_limits_for_what_it_sends_and_takes()
    {
        await using var server = await EchoServer.StartAsync();
        using var sender = new RpcChannel(new RpcChannelOptions { Address = server.Address, MaxSendMessageBytes = 1000 + Overhead }, TimeProvider.System);
        await sender.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1000)).InTime();
        var unsent = await Assert.ThrowsAsync<RpcException>(() => sender.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1001)).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, unsent.Status);
        Assert.Equal(1, server.Said);
        Assert.Equal(0, sender.ActiveCalls);

        using var taker = new RpcChannel(new RpcChannelOptions { Address = server.Address, MaxReceiveMessageBytes = 1000 + Overhead }, TimeProvider.System);
        await taker.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1000)).InTime();
        var untaken = await Assert.ThrowsAsync<RpcException>(() => taker.UnaryAsync<Ping, Pong>(EchoPaths.Say, Sized(1001)).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, untaken.Status);
    }

    [Fact]
    public async Task A_large_message_refused_while_it_is_being_sent_is_refused_for_its_size()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxReceiveMessageBytes = 1000 });
        using var channel = server.Connect();
        var large = Sized(3 << 20);
        for (var round = 0; round < 20; round++)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, large).InTime());
            Assert.Equal(RpcStatus.ResourceExhausted, refused.Status);
        }
    }

    [Fact]
    public async Task One_call_too_many_is_refused_at_once_and_served_when_a_place_is_free()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxConcurrentCalls = 2 });
        using var channel = server.Connect();
        var first = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        await using var second = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        foreach (var call in (RpcDuplexCall<Ping, Pong>[])[first, second])
        {
            await call.WriteAsync(new Ping());
            await call.ReadAsync().InTime();
        }
        Assert.Equal(2, server.Rpc.Counts.Active);
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, refused.Status);
        await first.CompleteAsync();
        Assert.Null(await first.ReadAsync().InTime());
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_channel_makes_no_more_calls_at_once_than_it_may()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address, MaxConcurrentCalls = 1 }, TimeProvider.System);
        await using (await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime())
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
            Assert.Equal(RpcStatus.ResourceExhausted, refused.Status);
        }
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
    }

    [Fact]
    public async Task A_long_error_text_is_cut()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxStatusMessageBytes = 16 });
        using var channel = server.Connect();
        var failed = await Assert.ThrowsAsync<RpcException>(() =>
            channel.UnaryAsync<Ping, Pong>(EchoPaths.Fail, new Ping { Number = 3, Text = new string('x', 17) }).InTime());
        Assert.Equal(new string('x', 16), failed.Detail);
    }

    [Fact]
    public async Task Metadata_over_the_limit_is_not_sent_and_not_taken()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxMetadataBytes = 2048 });
        var metadata = new RpcMetadata();
        metadata.Add("x-name", new string('x', 2048));
        var options = new RpcCallOptions { Metadata = metadata };
        using var modest = new RpcChannel(new RpcChannelOptions { Address = server.Address, MaxMetadataBytes = 2048 }, TimeProvider.System);
        var unsent = await Assert.ThrowsAsync<RpcException>(() => modest.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping(), options).InTime());
        Assert.Equal(RpcStatus.ResourceExhausted, unsent.Status);

        using var bold = server.Connect();
        await Assert.ThrowsAsync<RpcException>(() => bold.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping(), options).InTime());
        Assert.Equal(0, server.Said);
        await bold.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
    }

    [Theory]
    [InlineData(2048 - 6 - 32, true)]
    [InlineData(2048 - 6 - 32 + 1, false)]
    public async Task Trailers_over_the_limit_stay_behind_and_the_status_arrives(int length, bool arrives)
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxMetadataBytes = 2048 });
        using var channel = server.Connect();
        var failed = await Assert.ThrowsAsync<RpcException>(() =>
            channel.UnaryAsync<Ping, Pong>(EchoPaths.Fail, new Ping { Number = 5, Body = ByteString.CopyFrom(new byte[length]) }).InTime());
        Assert.Equal(RpcStatus.NotFound, failed.Status);
        Assert.Equal(arrives ? length : null, failed.Trailers.Get("x-long")?.Length);
    }

    [Fact]
    public async Task Calls_over_the_limit_of_a_connection_open_another()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxCallsPerConnection = 1 });
        using var channel = server.Connect();
        await using var first = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        var one = await server.NextWaitingAsync();
        var port = one.Http.Connection.RemotePort;
        await using var second = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        var two = await server.NextWaitingAsync();
        Assert.NotEqual(port, two.Http.Connection.RemotePort);
    }

    [Fact]
    public async Task A_silent_conversation_outlives_the_limit_that_ends_a_silent_upload()
    {
        await using var server = await EchoServer.StartAsync(kestrel: k =>
            k.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1)));
        // Two connections: Kestrel ends the whole connection of a slow upload.
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        await call.WriteAsync(new Ping { Number = 1 });
        await call.ReadAsync().InTime();
        using var peer = new RawPeer(server.Address);
        var upload = new OpenContent();
        var posting = peer.PostAsync(EchoPaths.Say, upload);
        await upload.WriteAsync(RawPeer.Frame(new Ping()));
        // The conversation has been silent for longer than the upload when Kestrel ends that.
        await Assert.ThrowsAnyAsync<Exception>(() => posting.InTime());
        await call.WriteAsync(new Ping { Number = 2 });
        Assert.Equal(2, (await call.ReadAsync().InTime())!.Number);
    }

    [Fact]
    public async Task The_sum_of_a_conversation_has_no_limit()
    {
        await using var server = await EchoServer.StartAsync(
            new RpcServerOptions { MaxReceiveMessageBytes = 2000 }, kestrel: k => k.Limits.MaxRequestBodySize = 10_000);
        using var channel = server.Connect();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        for (var i = 0; i < 20; i++)
        {
            await call.WriteAsync(Sized(1000));
            Assert.NotNull(await call.ReadAsync().InTime());
        }
    }

    [Fact]
    public void Options_outside_their_limits_are_refused_at_the_start()
    {
        RpcServerOptions[] servers =
        [
            new() { MaxReceiveMessageBytes = 0 }, new() { MaxReceiveMessageBytes = (1 << 30) + 1 }, new() { MaxSendMessageBytes = 0 },
            new() { MaxConcurrentCalls = 0 }, new() { MaxStatusMessageBytes = 15 }, new() { MaxStatusMessageBytes = 4097 },
            new() { MaxMetadataBytes = 1023 }, new() { MaxMetadataBytes = (64 << 10) + 1 }, new() { MaxCallsPerConnection = 0 },
            new() { KeepAlivePingDelay = TimeSpan.FromMilliseconds(999) }, new() { KeepAlivePingTimeout = TimeSpan.Zero },
        ];
        Assert.All(servers, o => Assert.Throws<ArgumentOutOfRangeException>(() => new KestrelServerOptions().LimitRpc(o)));
        var address = new Uri("http://127.0.0.1:1");
        RpcChannelOptions[] channels =
        [
            new() { Address = new Uri("ftp://x") }, new() { Address = new Uri("http://x/path") }, new() { Address = address, Tls = new() },
            new() { Address = address, MaxReceiveMessageBytes = 0 }, new() { Address = address, MaxSendMessageBytes = 0 },
            new() { Address = address, MaxConcurrentCalls = 0 }, new() { Address = address, MaxMetadataBytes = 0 },
            new() { Address = address, ConnectTimeout = TimeSpan.Zero }, new() { Address = address, KeepAlivePingDelay = TimeSpan.Zero },
            new() { Address = address, KeepAlivePingTimeout = TimeSpan.FromMilliseconds(999) },
        ];
        Assert.All(channels, o => Assert.ThrowsAny<ArgumentException>(() => new RpcChannel(o, TimeProvider.System)));
    }

    [Theory]
    [InlineData("samagam.Echo/Say")]
    [InlineData("/Say")]
    [InlineData("/samagam.Echo/")]
    [InlineData("/samagam.Echo/Say/more")]
    [InlineData("/samagam.Echo/{method}")]
    public async Task A_path_that_is_no_method_is_a_bug_of_the_caller(string path)
    {
        using var channel = new RpcChannel(new RpcChannelOptions { Address = new Uri("http://127.0.0.1:1") }, TimeProvider.System);
        await Assert.ThrowsAsync<ArgumentException>(() => channel.UnaryAsync<Ping, Pong>(path, new Ping()).InTime());
    }

    private static Ping Sized(int bytes) => new() { Body = ByteString.CopyFrom(new byte[bytes]) };
}
