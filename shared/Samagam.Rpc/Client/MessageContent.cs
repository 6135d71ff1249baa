using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Client;

/// <summary>A request body of one message. It can be sent again, should the transport find its connection already closed.</summary>
internal sealed class MessageContent : HttpContent
{
    private readonly byte[] _frame;

    public MessageContent(IMessage message, int maxMessageBytes)
    {
        var size = Frame.Measure(message, maxMessageBytes);
        _frame = new byte[Frame.PrefixBytes + size];
        Frame.Write(message, size, _frame);
        Headers.ContentType = new MediaTypeHeaderValue(GrpcNames.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
