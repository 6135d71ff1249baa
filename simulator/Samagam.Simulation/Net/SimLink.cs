using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Simulation.World;
using Samagam.Wire;
using Samagam.Wire.Gossip;
using W = Samagam.Wire.Mesh.V1;

namespace Samagam.Simulation.Net;

/// <summary>
/// The link between two stations: sessions that open and end like a TLS connection, and within a session frames that may be lost, late,
/// doubled or overtaken. Frames pass as bytes, so that the wire's own code is lived through.
/// </summary>
public sealed class SimLink
{
    private readonly SimWorld _world;
    private readonly Random _luck;
    private readonly bool[] _believesOpen = new bool[2];
    private long _session;
    private long _poison;

    public SimLink(SimWorld world, Random luck, ISimEnd a, ISimEnd b)
    {
        (_world, _luck, Ends) = (world, luck, [a, b]);
    }

    public ISimEnd[] Ends { get; }

    /// <summary>Way 0 leads from end 0 to end 1, way 1 back.</summary>
    public SimWay[] Ways { get; } = [new(), new()];

    public bool IsOpen { get; private set; }

    /// <summary>Gone for good (its station was only a guest).</summary>
    public bool Removed { get; set; }

    /// <summary>True when nothing passes one way or the other.</summary>
    public bool IsCut => Ways[0].Cut || Ways[1].Cut;

    /// <summary>Flips one bit of one signed statement in the next frame of facts, as a broken relay would.</summary>
    public bool PoisonNext { get; set; }

    /// <summary>Tells of frames the moment they start on the wire, with the most urgent lane left waiting.</summary>
    public Action<Lane, Lane> OnTransmit { get; set; } = (_, _) => { };

    /// <summary>One attempt to connect, as each end's dialler makes them all the time.</summary>
    public void Dial()
    {
        if (IsOpen || Removed || IsCut || !Ends[0].Listens || !Ends[1].Listens)
        {
            return;
        }
        // An end that still believed in the old session learns of its end first.
        Notice(0);
        Notice(1);
        _session++;
        IsOpen = true;
        _believesOpen[0] = _believesOpen[1] = true;
        Ways[0].LastArrivalTicks = Ways[1].LastArrivalTicks = 0;
        Ends[0].Opened(Ends[1].Node);
        Ends[1].Opened(Ends[0].Node);
    }

    /// <summary>The session ends; each living end notices after its own while, or never before the next session.</summary>
    public void Break()
    {
        if (!IsOpen)
        {
            return;
        }
        IsOpen = false;
        foreach (var way in Ways)
        {
            way.ForgetQueues();
        }
        var session = _session;
        for (var end = 0; end < 2; end++)
        {
            var which = end;
            _world.AfterMs(_luck.Next(3) == 0 ? 20_000 : _luck.Next(500), () =>
            {
                if (_session == session)
                {
                    Notice(which);
                }
            });
        }
    }

    /// <summary>A station died: its side forgets at once.</summary>
    public void EndDied(ISimEnd end)
    {
        _believesOpen[Ends[0] == end ? 0 : 1] = false;
        Break();
    }

    /// <summary>False when the frame was dropped at the sender.</summary>
    public bool Send(ISimEnd from, GossipFrame frame, Lane lane)
    {
        var way = from == Ends[0] ? 0 : 1;
        if (!_believesOpen[way])
        {
            return false;
        }
        if (!IsOpen)
        {
            // The sender does not know yet that nobody is there.
            return true;
        }
        var bytes = FrameCodec.ToWire(frame).ToByteArray();
        var queued = new QueuedFrame(bytes, lane, _session);
        if (Ways[way].BytesPerSecond <= 0)
        {
            Fly(way, queued);
            return true;
        }
        var road = Ways[way];
        if (road.QueuedBytes[(int)lane] + bytes.Length > SimWay.MaxQueuedBytes)
        {
            _world.Marks.See("net: a full queue dropped a frame");
            return false;
        }
        road.Queues[(int)lane].Enqueue(queued);
        road.QueuedBytes[(int)lane] += bytes.Length;
        Transmit(way);
        return true;
    }

    private void Transmit(int way)
    {
        var road = Ways[way];
        if (road.Sending || Array.Find(road.Queues, q => q.Count > 0) is not { } queue)
        {
            return;
        }
        var frame = queue.Dequeue();
        road.QueuedBytes[(int)frame.Lane] -= frame.Bytes.Length;
        var next = Array.FindIndex(road.Queues, q => q.Count > 0);
        if (next >= 0)
        {
            OnTransmit(frame.Lane, (Lane)next);
        }
        road.Sending = true;
        _world.After(TimeSpan.FromSeconds(frame.Bytes.Length / Math.Max(1, road.BytesPerSecond)), () =>
        {
            road.Sending = false;
            Fly(way, frame);
            Transmit(way);
        });
    }

    private void Fly(int way, QueuedFrame frame)
    {
        var road = Ways[way];
        if (road.Cut || frame.Session != _session || !IsOpen)
        {
            return;
        }
        if (road.Loss > 0 && _luck.NextDouble() < road.Loss)
        {
            _world.Marks.See("net: a frame was lost");
            return;
        }
        Arrive(way, frame);
        if (road.Duplication > 0 && _luck.NextDouble() < road.Duplication)
        {
            _world.Marks.See("net: a frame came twice");
            Arrive(way, frame);
        }
    }

    private void Arrive(int way, QueuedFrame frame)
    {
        var road = Ways[way];
        var delay = road.MinDelayMs + (_luck.NextDouble() * (road.MaxDelayMs - road.MinDelayMs));
        var at = _world.NowTicks + (long)(delay * TimeSpan.TicksPerMillisecond);
        if (at < road.LastArrivalTicks)
        {
            if (road.Reorders)
            {
                _world.Marks.See("net: a frame overtook another");
            }
            else
            {
                at = road.LastArrivalTicks;
            }
        }
        road.LastArrivalTicks = Math.Max(at, road.LastArrivalTicks);
        _world.AtTicks(at, () => Deliver(way, frame));
    }

    private void Deliver(int way, QueuedFrame frame)
    {
        if (frame.Session != _session || !IsOpen || Ways[way].Cut)
        {
            return;
        }
        var to = Ends[1 - way];
        if (!to.Listens)
        {
            return;
        }
        var wire = W.Frame.Parser.ParseFrom(frame.Bytes);
        if (PoisonNext && wire.FrameCase == W.Frame.FrameOneofCase.Facts)
        {
            Poison(wire);
        }
        try
        {
            if (FrameCodec.FromWire(wire, ref _poison) is { } read)
            {
                to.Receive(Ends[way].Node, read);
            }
        }
        catch (MalformedException)
        {
            // As in the field: a peer that speaks nonsense loses its connection.
            _world.Marks.See("net: nonsense ended a session");
            Break();
        }
        if (_poison > 0)
        {
            _world.Marks.See("net: a malformed fact was left out of its frame");
            _poison = 0;
        }
    }

    private void Poison(W.Frame wire)
    {
        var signed = wire.Facts.Items.FirstOrDefault(i => i.Signature.Length > 0);
        if (signed is null)
        {
            return;
        }
        var bytes = signed.Statement.ToByteArray();
        bytes[_luck.Next(bytes.Length)] ^= (byte)(1 << _luck.Next(8));
        signed.Statement = ByteString.CopyFrom(bytes);
        PoisonNext = false;
        _world.Marks.See("net: a relay damaged a signed fact");
    }

    private void Notice(int end)
    {
        if (_believesOpen[end])
        {
            _believesOpen[end] = false;
            if (Ends[end].Listens)
            {
                Ends[end].Closed(Ends[1 - end].Node);
            }
        }
    }
}
