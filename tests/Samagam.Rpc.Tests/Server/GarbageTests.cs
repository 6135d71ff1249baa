using System.Net;
using Samagam.Rpc.Tests.Echo;
using Samagam.TestKit;

namespace Samagam.Rpc.Tests.Server;

/// <summary>Bytes from strangers: refused with a reason, and the next caller is served.</summary>
public sealed class GarbageTests
{
    [Theory]
    [InlineData(EchoPaths.Say)]
    [InlineData(EchoPaths.Count)]
    [InlineData(EchoPaths.Chat)]
    public async Task A_body_that_ends_inside_a_message_is_refused(string path)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var whole = RawPeer.Frame(new Ping { Text = "Siddhavat" });
        for (var length = 1; length < whole.Length; length++)
        {
            var answer = await peer.PostAsync(path, whole[..length]);
            Assert.Equal(RpcStatus.Internal, answer.Status);
            Assert.Contains($"{length} bytes into a message", answer.EncodedText, StringComparison.Ordinal);
        }
        Assert.Equal(0, server.Said);
        Assert.Equal(whole.Length - 1, server.Rpc.Counts.Ended(RpcStatus.Internal));
    }

    [Theory]
    [InlineData(0, 2u, RpcStatus.Unimplemented)] // One byte follows the message: a second message began.
    [InlineData(0, 4u, RpcStatus.Internal)] // Announces more than there is.
    [InlineData(1, 3u, RpcStatus.Internal)] // Compressed, but nobody said how.
    [InlineData(2, 3u, RpcStatus.Internal)] // No such flag.
    [InlineData(255, 3u, RpcStatus.Internal)]
    [InlineData(0, 0x7fffffffu, RpcStatus.ResourceExhausted)]
    [InlineData(0, 0x80000000u, RpcStatus.ResourceExhausted)] // Negative, to those who read it signed.
    [InlineData(0, 0xffffffffu, RpcStatus.ResourceExhausted)]
    public async Task A_prefix_that_lies_is_refused(byte flag, uint length, RpcStatus expected)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(flag, length, 0x08, 0x01, 0x08));
        Assert.Equal(expected, answer.Status);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task Nothing_is_allocated_for_an_announced_length()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxReceiveMessageBytes = 1 << 30 });
        using var peer = new RawPeer(server.Address);
        await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        // Within the limit, announced, and never sent.
        Assert.Equal(RpcStatus.Internal, (await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(0, 1 << 30, 1, 2, 3))).Status);
        // Beyond it.
        Assert.Equal(RpcStatus.ResourceExhausted, (await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(0, uint.MaxValue))).Status);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    [Fact]
    public async Task A_message_that_is_no_protobuf_is_refused()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(0, 3, 0xff, 0xff, 0xff));
        Assert.Equal(RpcStatus.Internal, answer.StatusInHeaders);
        Assert.Equal("a message of 3 bytes is not a Ping", answer.EncodedText);
    }

    [Fact]
    public async Task Fields_we_do_not_know_are_no_garbage()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        // Field 100, varint 1: from a later version.
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(0, 3, 0xa0, 0x06, 0x01));
        Assert.Equal(RpcStatus.Ok, answer.Status);
    }

    [Fact]
    public async Task Bad_messages_in_the_middle_of_a_conversation_end_it_after_the_good_ones()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var good = RawPeer.Frame(new Ping { Number = 1 });
        var answer = await peer.PostAsync(EchoPaths.Chat, [.. good, .. good, .. RawPeer.Frame(0, 1, 0xff)]);
        Assert.Equal(RpcStatus.Internal, answer.StatusInTrailers);
        Assert.Equal([.. good, .. good], answer.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("5s")]
    [InlineData("999999999S")]
    [InlineData("5S5S")]
    public async Task A_timeout_that_is_none_is_refused(string timeout)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()), ("grpc-timeout", timeout));
        Assert.Equal(RpcStatus.Internal, answer.StatusInHeaders);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task Random_bytes_never_hurt_the_next_caller()
    {
        await using var server = await EchoServer.StartAsync(new RpcServerOptions { MaxReceiveMessageBytes = 64 * 1024 });
        using var peer = new RawPeer(server.Address);
        string[] paths = [EchoPaths.Say, EchoPaths.Count, EchoPaths.Chat];
        var good = RawPeer.Frame(new Ping { Number = 3, Text = "Gau Ghat" });
        Seeds.ForEach(200, (_, random) =>
        {
            byte[] body;
            if (random.Next(2) == 0)
            {
                body = new byte[random.Next(200)];
                random.NextBytes(body);
            }
            else
            {
                // A good message with a few bytes turned.
                body = [.. good, .. random.Next(2) == 0 ? good : []];
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    body[random.Next(body.Length)] ^= (byte)random.Next(1, 256);
                }
            }
            var path = paths[random.Next(paths.Length)];
            // Count would take a turned number seriously and count for ever: it is left alone after the first kilobyte.
            using var enough = new CancellationTokenSource();
            using var response = peer.SendAsync(path, new ByteArrayContent(body), [], cancellation: enough.Token).GetAwaiter().GetResult();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var stream = response.Content.ReadAsStream(enough.Token);
            var taken = 0;
            var buffer = new byte[1024];
            for (var n = 1; n > 0 && taken < buffer.Length; taken += n)
            {
                n = stream.ReadAsync(buffer, enough.Token).InTime().GetAwaiter().GetResult();
            }
            if (taken < buffer.Length)
            {
                Assert.True(response.Headers.Contains("grpc-status") || response.TrailingHeaders.Contains("grpc-status"));
            }
        });
        using var channel = server.Connect();
        Assert.Equal(3, (await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping { Number = 3 }).InTime()).Number);
        Assert.Equal(0, server.Rpc.Counts.Ended(RpcStatus.Unknown));
    }
}
