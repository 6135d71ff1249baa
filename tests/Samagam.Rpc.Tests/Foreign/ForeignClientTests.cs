using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Foreign;

/// <summary>gRPC's own client, as Debian packages it, calls our server.</summary>
public sealed class ForeignClientTests
{
    [Fact]
    public Task A_foreign_client_makes_a_unary_call() => CallAsync("unary", "7 राम घाट 300000");

    [Fact]
    public Task A_foreign_client_reads_a_stream() => CallAsync("stream", "500 True");

    [Fact]
    public Task A_foreign_client_reads_an_empty_stream() => CallAsync("empty_stream", "0 OK");

    [Fact]
    public Task A_foreign_client_holds_a_conversation() => CallAsync("chat", "0 OK");

    [Fact]
    public Task A_foreign_client_reads_an_error_before_any_message() => CallAsync("fail", "status NOT_FOUND", "text no such घाट: 100%");

    [Fact]
    public Task A_foreign_client_reads_an_error_after_messages() =>
        CallAsync("fail_late", "status RESOURCE_EXHAUSTED", "text enough", "seen [0, 1, 2]");

    [Fact]
    public Task A_foreign_client_reads_the_error_of_a_conversation() => CallAsync("chat_fail", "status FAILED_PRECONDITION", "text not now");

    [Fact]
    public Task A_foreign_client_is_told_that_a_method_is_unknown() =>
        CallAsync("unknown", "status UNIMPLEMENTED", "text there is no method /samagam.test.v1.Echo/Nothing");

    [Fact]
    public Task A_compressing_foreign_client_is_told_unimplemented() =>
        CallAsync("compressed", "status UNIMPLEMENTED", "text compressed messages are not supported here");

    [Fact]
    public Task A_foreign_client_is_told_that_its_message_is_too_large() =>
        CallAsync("large", "status RESOURCE_EXHAUSTED", "text a message of 5242885 bytes is over the receiving limit of 4194304");

    [Fact]
    public Task A_foreign_client_is_told_that_its_message_is_no_protobuf() =>
        CallAsync("garbage", "status INTERNAL", "text a message of 3 bytes is not a Ping");

    [Fact]
    public Task A_foreign_client_sends_and_gets_metadata() => CallAsync("metadata", "node-7 [0, 255, 1, 2] node-7 [0, 255, 1, 2]");

    [Fact]
    public async Task The_deadline_of_a_foreign_client_ends_the_handler_too()
    {
        await using var server = await EchoServer.StartAsync();
        var lines = await ForeignPython.CallAsync(server, "deadline");
        Assert.Equal("status DEADLINE_EXCEEDED", lines[0]);
        var context = await server.NextWaitingAsync();
        Assert.InRange(context.Timeout!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(250));
        await server.NextCancelledAsync();
    }

    [Fact]
    public async Task A_foreign_client_that_cancels_ends_the_handler_too()
    {
        await using var server = await EchoServer.StartAsync();
        await using var python = ForeignPython.Start("echo_client.py", $"127.0.0.1:{server.EndPoint.Port}", "cancel");
        Assert.Equal("waiting", await python.NextLineAsync());
        await server.NextWaitingAsync();
        python.Nudge();
        Assert.Equal("cancelled True", await python.NextLineAsync());
        await server.NextCancelledAsync();
    }

    private static async Task CallAsync(string @case, params string[] expected)
    {
        await using var server = await EchoServer.StartAsync();
        Assert.Equal(expected, await ForeignPython.CallAsync(server, @case));
    }
}
