using System.Globalization;
using Google.Protobuf;
using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Foreign;

/// <summary>Our client calls gRPC's own server, as Debian packages it.</summary>
public sealed class ForeignServerTests : IAsyncLifetime
{
    private ForeignPython _python = null!;
    private RpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _python = ForeignPython.Start("echo_server.py");
        var line = await _python.NextLineAsync();
        var port = int.Parse(line.AsSpan("port ".Length), CultureInfo.InvariantCulture);
        _channel = new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://127.0.0.1:{port}") }, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _python.DisposeAsync();
    }

    [Fact]
    public async Task A_foreign_server_answers_every_shape_of_call()
    {
        var body = ByteString.CopyFrom(new byte[1_000_000]);
        var pong = await _channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping { Number = 7, Text = "राम घाट", Body = body }).InTime();
        Assert.Equal(new Pong { Number = 7, Text = "राम घाट", Body = body }, pong);

        var numbers = new List<long>();
        await foreach (var counted in _channel.ServerStreaming<Ping, Pong>(EchoPaths.Count, new Ping { Number = 500 }))
        {
            numbers.Add(counted.Number);
        }
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), numbers);

        await using var call = await _channel.DuplexAsync<Ping, Pong>(EchoPaths.Chat).InTime();
        for (var i = 0; i < 50; i++)
        {
            await call.WriteAsync(new Ping { Number = i, Body = ByteString.CopyFrom(new byte[i * 1000]) });
            var echoed = (await call.ReadAsync().InTime())!;
            Assert.Equal(i, echoed.Number);
            Assert.Equal(i * 1000, echoed.Body.Length);
        }
        await call.CompleteAsync();
        Assert.Null(await call.ReadAsync().InTime());
    }

    [Fact]
    public async Task The_errors_of_a_foreign_server_keep_status_and_text()
    {
        var before = await Assert.ThrowsAsync<RpcException>(() =>
            _channel.UnaryAsync<Ping, Pong>(EchoPaths.Fail, new Ping { Number = 5, Text = "no such घाट: 100%" }).InTime());
        Assert.Equal(RpcStatus.NotFound, before.Status);
        Assert.Equal("no such घाट: 100%", before.Detail);

        var seen = new List<long>();
        var after = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var pong in _channel.ServerStreaming<Ping, Pong>(EchoPaths.CountThenFail, new Ping { Number = 3, Text = "enough" }))
            {
                seen.Add(pong.Number);
            }
        });
        Assert.Equal([0, 1, 2], seen);
        Assert.Equal(RpcStatus.ResourceExhausted, after.Status);
        Assert.Equal("enough", after.Detail);

        await using var call = await _channel.DuplexAsync<Ping, Pong>(EchoPaths.ChatThenFail).InTime();
        await call.WriteAsync(new Ping { Number = 9, Text = "not now" });
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ReadAsync().InTime());
        Assert.Equal(RpcStatus.FailedPrecondition, ended.Status);

        var unknown = await Assert.ThrowsAsync<RpcException>(() => _channel.UnaryAsync<Ping, Pong>("/samagam.test.v1.Echo/Nothing", new Ping()).InTime());
        Assert.Equal(RpcStatus.Unimplemented, unknown.Status);
    }

    [Fact]
    public async Task A_foreign_server_is_told_our_deadline_and_our_giving_up()
    {
        var late = await Assert.ThrowsAsync<RpcException>(() => _channel.UnaryAsync<Ping, Pong>(
            EchoPaths.Wait, new Ping(), new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(300) }).InTime());
        Assert.Equal(RpcStatus.DeadlineExceeded, late.Status);
        Assert.Equal("waiting bounded", await _python.NextLineAsync());
        Assert.Equal("over", await _python.NextLineAsync());

        using var giveUp = new CancellationTokenSource();
        var calling = _channel.UnaryAsync<Ping, Pong>(EchoPaths.Wait, new Ping(), cancellation: giveUp.Token);
        Assert.Equal("waiting for ever", await _python.NextLineAsync());
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.InTime());
        Assert.Equal("over", await _python.NextLineAsync());
    }

    [Fact]
    public async Task A_foreign_server_reads_and_sends_metadata()
    {
        var metadata = new RpcMetadata();
        metadata.Add("x-name", "node-7");
        metadata.AddBinary("x-bytes-bin", [0, 255, 1, 2]);
        var pong = await _channel.UnaryAsync<Ping, Pong>(EchoPaths.Meta, new Ping(), new RpcCallOptions { Metadata = metadata }).InTime();
        Assert.Equal("node-7", pong.Text);
        Assert.Equal(new byte[] { 0, 255, 1, 2 }, pong.Body.ToByteArray());
    }

    [Fact]
    public async Task A_foreign_server_that_compresses_all_the_same_is_refused()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            _channel.UnaryAsync<Ping, Pong>("/samagam.test.v1.Echo/Compressed", new Ping { Text = new string('a', 10_000) }).InTime());
        Assert.Equal(RpcStatus.Internal, refused.Status);
        Assert.Equal("compressed messages are not supported here", refused.Detail);
    }
}
