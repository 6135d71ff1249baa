using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Samagam.Web.Requests;

namespace Samagam.Web.Tests;

public sealed class BodyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 4\r\n\r\nabcd", "", BodyState.Whole, "abcd")]
    [InlineData("Content-Length: 5\r\n\r\nabcde", "", BodyState.TooLarge, "abcd")]
    [InlineData("Content-Length: 99999999\r\n\r\nabcde", "", BodyState.TooLarge, "abcd")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "zz\r\n", BodyState.Broken, "abc")]
    [InlineData("Content-Length: 4\r\n\r\nabc", null, BodyState.Broken, "abc")]
    public async Task What_came_before_a_body_broke_or_grew_too_long_is_not_lost(string sent, string? then, BodyState state, string came)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<BodyRead>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RealServer.StartAsync(app => app.MapPost("/", async http =>
        {
            http.Features.Set<IRequestBodyPipeFeature>(new Watched(http.Request.BodyReader, taken));
            ended.SetResult(await Body.ReadAsync(http.Request, maxBytes: 4, CancellationToken.None));
        }));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Address.Port), Stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\n" + sent), Stop);
        await taken.Task.WaitAsync(Patience, Stop);
        if (then is null)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        else
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(then), Stop);
        }
        var read = await ended.Task.WaitAsync(Patience, Stop);
        Assert.Equal((state, came), (read.State, Encoding.ASCII.GetString(read.Bytes.Span)));
    }

    /// <summary>The server's own reader; says when the first bytes were taken from it.</summary>
    private sealed class Watched(PipeReader inner, TaskCompletionSource taken) : PipeReader, IRequestBodyPipeFeature
    {
        public PipeReader Reader => this;

        public override void AdvanceTo(SequencePosition consumed)
        {
            inner.AdvanceTo(consumed);
            taken.TrySetResult();
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);
    }
}
