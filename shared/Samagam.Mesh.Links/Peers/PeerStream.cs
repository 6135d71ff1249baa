using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Rpc;
using Samagam.Wire;
using Samagam.Wire.Gossip;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Peers;

/// <summary>
/// One open gossip stream with a neighbour, dialled or accepted: a writer that empties its outbox, a reader that hands frames on. A
/// malformed frame ends the stream; a malformed fact is only left out and counted.
/// </summary>
internal sealed class PeerStream(NodeId peer, IRpcWriter<Frame> writer, Func<CancellationToken, ValueTask<Frame?>> read, PeerOptions options, TimeProvider time)
{
    private readonly PeerOutbox _outbox = new(options.QueuePerLane);

    public NodeId Peer { get; } = peer;

    /// <summary>Facts left out because they were not facts.</summary>
    public long Poison => Interlocked.Read(ref _poison);

    private long _poison;

    public bool TrySend(GossipFrame frame, Core.Facts.Lane lane) => _outbox.TryAdd(frame, lane);

    /// <summary>Runs until either side ends, the neighbour is silent too long, or <paramref name="stop"/>.</summary>
    public async Task RunAsync(Action<GossipFrame> received, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = WriteAsync(ended.Token);
        var reading = ReadAsync(received, ended.Token);
        await Task.WhenAny(writing, reading).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        _outbox.Clear();
        await Task.WhenAll(writing, reading).ConfigureAwait(false);
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var frame = await _outbox.TakeAsync(stop).ConfigureAwait(false);
            await writer.WriteAsync(FrameCodec.ToWire(frame), stop).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Action<GossipFrame> received, CancellationToken stop)
    {
        using var silence = new CancellationTokenSource(options.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        while (await read(either.Token).ConfigureAwait(false) is { } wire)
        {
            silence.CancelAfter(options.Silence);
            long poison = 0;
            var frame = FrameCodec.FromWire(wire, ref poison);
            Interlocked.Add(ref _poison, poison);
            if (frame is not null)
            {
                received(frame);
            }
        }
        if (!stop.IsCancellationRequested)
        {
            throw new MalformedException("the neighbour ended the stream");
        }
    }
}
