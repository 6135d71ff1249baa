using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Samagam.Rpc.Tests.Echo;
using Samagam.Rpc.Tests.Server;

namespace Samagam.Rpc.Tests.Client;

/// <summary>What our client makes of servers that do not speak gRPC, or badly.</summary>
public sealed class StrangeAnswerTests
{
    [Theory]
    [InlineData(400, RpcStatus.Internal)]
    [InlineData(401, RpcStatus.Unauthenticated)]
    [InlineData(403, RpcStatus.PermissionDenied)]
    [InlineData(404, RpcStatus.Unimplemented)]
    [InlineData(429, RpcStatus.Unavailable)]
    [InlineData(502, RpcStatus.Unavailable)]
    [InlineData(503, RpcStatus.Unavailable)]
    [InlineData(504, RpcStatus.Unavailable)]
    [InlineData(500, RpcStatus.Unknown)]
    [InlineData(302, RpcStatus.Unknown)]
    public Task An_answer_of_http_alone_has_a_meaning(int code, RpcStatus expected) => ExpectAsync(expected, http =>
    {
        http.Response.StatusCode = code;
        return Task.CompletedTask;
    });

    [Fact]
    public Task A_page_is_no_answer() => ExpectAsync(RpcStatus.Unknown, async http =>
    {
        http.Response.ContentType = "text/html";
        await http.Response.WriteAsync("<h1>Sign in to the hotspot</h1>");
    });

    [Fact]
    public Task An_answer_without_a_status_does_not_count() => ExpectAsync(RpcStatus.Unknown, http => AnswerAsync(http, RawPeer.Frame(new Pong { Number = 1 })));

    [Fact]
    public Task A_status_that_is_no_number_is_unknown() => ExpectAsync(RpcStatus.Unknown, async http =>
    {
        await AnswerAsync(http, RawPeer.Frame(new Pong()));
        http.Response.AppendTrailer("grpc-status", "fine");
    });

    [Fact]
    public Task A_status_from_the_future_is_unknown() => ExpectAsync(RpcStatus.Unknown, http => AnswerAsync(http, [], "99"));

    [Fact]
    public Task A_good_status_without_an_answer_is_no_unary_call() => ExpectAsync(RpcStatus.Unimplemented, http => AnswerAsync(http, [], "0"));

    [Fact]
    public Task A_good_status_in_the_headers_is_no_answer_either() => ExpectAsync(RpcStatus.Unimplemented, http =>
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = "0";
        return Task.CompletedTask;
    });

    [Fact]
    public Task Two_answers_are_one_too_many() => ExpectAsync(RpcStatus.Unimplemented, http =>
        AnswerAsync(http, [.. RawPeer.Frame(new Pong()), .. RawPeer.Frame(new Pong())], "0"));

    [Fact]
    public Task An_answer_cut_short_is_refused() => ExpectAsync(RpcStatus.Internal, http =>
        AnswerAsync(http, RawPeer.Frame(new Pong { Text = "Kal Bhairav" })[..9], "0"));

    [Fact]
    public Task An_answer_that_is_no_protobuf_is_refused() => ExpectAsync(RpcStatus.Internal, http =>
        AnswerAsync(http, RawPeer.Frame(0, 2, 0xff, 0xff), "0"));

    [Fact]
    public Task An_answer_announced_too_large_is_refused() => ExpectAsync(RpcStatus.ResourceExhausted, http =>
        AnswerAsync(http, RawPeer.Frame(0, uint.MaxValue, 1, 2, 3), "0"));

    [Fact]
    public Task A_failure_after_the_answer_takes_the_answer_back() => ExpectAsync(RpcStatus.DataLoss, http =>
        AnswerAsync(http, RawPeer.Frame(new Pong()), "15"));

    [Theory]
    [InlineData(0x1, RpcStatus.Unavailable)] // PROTOCOL_ERROR
    [InlineData(0x2, RpcStatus.Internal)] // INTERNAL_ERROR
    [InlineData(0x8, RpcStatus.Cancelled)]
    [InlineData(0xb, RpcStatus.ResourceExhausted)] // ENHANCE_YOUR_CALM
    [InlineData(0xc, RpcStatus.PermissionDenied)] // INADEQUATE_SECURITY
    public Task A_reset_has_a_meaning(int code, RpcStatus expected) => ExpectAsync(expected, async http =>
    {
        await AnswerAsync(http, RawPeer.Frame(new Pong()));
        http.Features.Get<IHttpResetFeature>()!.Reset(code);
    });

    [Theory]
    [InlineData(0x7, RpcStatus.Unavailable)] // REFUSED_STREAM
    [InlineData(0xb, RpcStatus.ResourceExhausted)]
    [InlineData(0xc, RpcStatus.PermissionDenied)]
    public async Task A_conversation_reset_before_its_headers_keeps_the_reason(int code, RpcStatus expected)
    {
        await using var server = await StrangeServer.StartAsync(http =>
        {
            http.Features.Get<IHttpResetFeature>()!.Reset(code);
            return Task.CompletedTask;
        });
        for (var round = 0; round < 20; round++)
        {
            // The reset may come before the call is open, or after.
            var told = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                await using var call = await server.Channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
                await call.ReadAsync().InTime();
            });
            Assert.Equal(expected, told.Status);
        }
        Assert.Equal(0, server.Channel.ActiveCalls);
    }

    [Fact]
    public async Task A_conversation_refused_before_it_began_is_opened_again()
    {
        var refusals = 0;
        await using var server = await StrangeServer.StartAsync(async http =>
        {
            if (Interlocked.Increment(ref refusals) % 2 == 1)
            {
                http.Features.Get<IHttpResetFeature>()!.Reset(0x7);
                return;
            }
            await AnswerAsync(http, [], "0");
        });
        for (var round = 0; round < 20; round++)
        {
            await using var call = await server.Channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
            Assert.Null(await call.ReadAsync().InTime());
        }
        Assert.Equal(40, refusals);
    }

    [Fact]
    public async Task A_writer_learns_from_reading_why_it_can_no_longer_write()
    {
        await using var server = await StrangeServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "7";
            http.Response.Headers["grpc-message"] = "not for you";
            return Task.CompletedTask;
        });
        await using var call = await server.Channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        var told = await Assert.ThrowsAsync<RpcException>(() => call.ReadAsync().InTime());
        Assert.Equal(RpcStatus.PermissionDenied, told.Status);
        Assert.Equal("not for you", told.Detail);
        var write = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            // The reset behind the answer may take a moment to stop the request.
            while (true)
            {
                await call.WriteAsync(new Ping()).AsTask().InTime();
            }
        });
        Assert.Equal(RpcStatus.PermissionDenied, write.Status);
    }

    private static async Task AnswerAsync(HttpContext http, byte[] body, string? status = null)
    {
        http.Response.ContentType = "application/grpc";
        await http.Response.StartAsync();
        await http.Response.Body.WriteAsync(body);
        if (status is not null)
        {
            http.Response.AppendTrailer("grpc-status", status);
        }
    }

    private static async Task ExpectAsync(RpcStatus expected, RequestDelegate answer)
    {
        await using var server = await StrangeServer.StartAsync(answer);
        var ended = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(expected, ended.Status);
        Assert.Equal(0, server.Channel.ActiveCalls);
    }
}
