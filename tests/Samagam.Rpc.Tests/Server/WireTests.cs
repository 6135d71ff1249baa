using System.Net;
using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Server;

/// <summary>Where the protocol puts what, seen from below gRPC.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task An_error_before_any_message_has_its_status_in_the_headers()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Fail, RawPeer.Frame(new Ping { Number = 5, Text = "no such घाट: 100%" }));
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal("application/grpc", answer.ContentType);
        Assert.Equal(RpcStatus.NotFound, answer.StatusInHeaders);
        Assert.Null(answer.StatusInTrailers);
        Assert.Equal("no such %E0%A4%98%E0%A4%BE%E0%A4%9F: 100%25", answer.EncodedText);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task An_error_after_a_message_has_its_status_in_the_trailers()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.CountThenFail, RawPeer.Frame(new Ping { Number = 1, Text = "enough" }));
        Assert.Null(answer.StatusInHeaders);
        Assert.Equal(RpcStatus.ResourceExhausted, answer.StatusInTrailers);
        Assert.Equal(RawPeer.Frame(new Pong()), answer.Body);
    }

    [Theory]
    [InlineData(EchoPaths.Say, 7)]
    [InlineData(EchoPaths.Count, 0)]
    [InlineData(EchoPaths.Chat, 7)]
    public async Task A_good_end_has_its_status_in_the_trailers_even_without_messages(string path, int number)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(path, RawPeer.Frame(new Ping { Number = number }));
        Assert.Null(answer.StatusInHeaders);
        Assert.Equal(RpcStatus.Ok, answer.StatusInTrailers);
        Assert.Null(answer.EncodedText);
    }

    [Fact]
    public async Task A_unary_call_is_read_to_its_end_before_it_is_handled()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var body = new OpenContent();
        var posting = peer.PostAsync(EchoPaths.Say, body);
        await body.WriteAsync(RawPeer.Frame(new Ping { Number = 1 }));
        // Had the server answered the first message, it would never look at the second.
        await body.WriteAsync(RawPeer.Frame(new Ping { Number = 2 }));
        var answer = await posting.InTime();
        Assert.Equal(RpcStatus.Unimplemented, answer.Status);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task A_unary_call_without_a_message_is_refused()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        Assert.Equal(RpcStatus.Unimplemented, (await peer.PostAsync(EchoPaths.Say, [])).StatusInHeaders);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task A_duplex_call_gets_its_headers_before_anybody_has_spoken()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var body = new OpenContent();
        using var response = await peer.SendAsync(EchoPaths.Chat, body, []);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType!.MediaType);
        Assert.False(response.Headers.Contains("grpc-status"));
        body.End();
        Assert.Empty(await response.Content.ReadAsByteArrayAsync().InTime());
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_message_cut_into_single_bytes_is_still_a_message()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var body = new OpenContent();
        var posting = peer.PostAsync(EchoPaths.Say, body);
        var frame = RawPeer.Frame(new Ping { Number = 7, Text = "Datt Akhada" });
        foreach (var b in frame)
        {
            await body.WriteAsync([b]);
        }
        body.End();
        var answer = await posting.InTime();
        Assert.Equal(frame, answer.Body);
    }

    [Fact]
    public async Task A_compressed_message_is_refused_and_the_peer_is_told_what_is_accepted()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        using var response = await peer.SendAsync(EchoPaths.Say, new ByteArrayContent(RawPeer.Frame(1, 3, 1, 2, 3)), [("grpc-encoding", "gzip")]);
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
        Assert.Equal("identity", response.Headers.GetValues("grpc-accept-encoding").Single());
    }

    [Fact]
    public async Task A_peer_that_could_compress_but_did_not_is_served()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()), ("grpc-encoding", "gzip"));
        Assert.Equal(RpcStatus.Ok, answer.Status);
    }

    [Fact]
    public async Task A_bug_in_a_handler_is_told_without_its_secrets()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Crash, RawPeer.Frame(new Ping()));
        Assert.Equal(RpcStatus.Unknown, answer.Status);
        Assert.Equal("the handler failed", answer.EncodedText);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("application/GRPC+proto;x=y")]
    public async Task Every_spelling_of_the_content_type_is_served(string contentType)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()), ("content-type", contentType));
        Assert.Equal(RpcStatus.Ok, answer.Status);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("application/grpcfoo")]
    public async Task Another_content_type_is_refused_as_http(string contentType)
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        var answer = await peer.PostAsync(EchoPaths.Say, RawPeer.Frame(new Ping()), ("content-type", contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
        Assert.Equal(1, server.Rpc.Counts.NotGrpc);
        Assert.Equal(0, server.Said);
    }

    [Fact]
    public async Task An_older_http_is_refused()
    {
        await using var server = await EchoServer.StartAsync(listen: l => l.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);
        using var peer = new RawPeer(server.Address);
        using var response = await peer.SendAsync(EchoPaths.Say, new ByteArrayContent(RawPeer.Frame(new Ping())), [], HttpVersion.Version11);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal(1, server.Rpc.Counts.NotGrpc);
    }

    [Fact]
    public async Task An_unknown_path_is_unimplemented_for_grpc_and_not_found_for_others()
    {
        await using var server = await EchoServer.StartAsync();
        using var peer = new RawPeer(server.Address);
        Assert.Equal(RpcStatus.Unimplemented, (await peer.PostAsync("/samagam.test.v1.Echo/Nothing", RawPeer.Frame(new Ping()))).StatusInHeaders);
        var page = await peer.PostAsync("/samagam.test.v1.Echo/Nothing", [], ("content-type", "text/plain"));
        Assert.Equal(HttpStatusCode.NotFound, page.Http);
    }
}
