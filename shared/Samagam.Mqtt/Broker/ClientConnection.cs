using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Transport;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// One socket, from its first byte to its last. Reads packets in order and hands each to what it concerns; anything
/// against the protocol ends it with a reason. The clock looks at it through <see cref="Step"/>.
/// </summary>
internal sealed partial class ClientConnection
{
    private readonly ConnectionContext _context;
    private readonly MqttBroker _broker;
    private readonly PublishLane _lane;
    private readonly TopicMemory _topics = new();
    private readonly long _openedAt;
    private string?[] _aliases = [];
    private long _lastHeard;
    private int _closing;
    private string _why = "socket closed";
    private bool _sentLastWord;

    public ClientConnection(ConnectionContext context, MqttBroker broker)
    {
        _context = context;
        _broker = broker;
        _openedAt = _lastHeard = broker.Time.GetTimestamp();
        Outbox = new Outbox(context.Transport.Output, broker.Budget, broker.Options.MaximumOutputBytes, broker.Time, OnDrained, OnBroken);
        _lane = new PublishLane(this, broker, broker.Options.ReceiveMaximum);
    }

    public Outbox Outbox { get; }
    public ConnectionContext Context => _context;
    public MqttVersion Version { get; private set; } = MqttVersion.V311;
    public string ClientId => Identity.ClientId;

    /// <summary>Known from an accepted CONNECT on.</summary>
    public MqttClientIdentity Identity { get; private set; } = new("", null, null, null, null, MqttVersion.V311);

    /// <summary>The largest packet the client takes.</summary>
    public long PeerMaximumPacketBytes { get; private set; } = long.MaxValue;

    public Session? Session { get; private set; }
    public MqttPublish? Will { get; set; }
    public bool Closing => Volatile.Read(ref _closing) != 0;

    /// <summary>Zero for none; the client may be silent one and a half times as long.</summary>
    public TimeSpan KeepAlive { get; set; }

    private string Remote => _context.RemoteEndPoint?.ToString() ?? "unknown";

    /// <summary>Lives as long as the socket, and a little longer when it ends with a word to the client.</summary>
    public async Task ServeAsync()
    {
        try
        {
            NoticeDeadPeers();
            var ended = await ReadAsync();
            await LeaveAsync(ended);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // How a socket that was cut reports itself.
            await LeaveAsync(peerClosed: true);
        }
        catch (Exception e)
        {
            Fail(e);
            await LeaveAsync(peerClosed: false);
        }
    }

    /// <summary>Called by the broker's clock.</summary>
    public void Step()
    {
        var silent = _broker.Time.GetElapsedTime(Volatile.Read(ref _lastHeard));
        if (Outbox.Stalled > _broker.Options.WriteStallTimeout)
        {
            _why = "takes no bytes";
            _broker.Meter.Dropped("write stall");
            _context.Abort();
        }
        else if (Session is null)
        {
            if (!Closing && _broker.Time.GetElapsedTime(_openedAt) > _broker.Options.ConnectTimeout)
            {
                _why = "no CONNECT in time";
                _broker.Meter.Refused(MqttReason.MaximumConnectTime);
                _context.Abort();
            }
        }
        else if (KeepAlive > TimeSpan.Zero && silent > KeepAlive * 1.5 && !_lane.Full)
        {
            _broker.Meter.Refused(MqttReason.KeepAliveTimeout);
            Close(MqttReason.KeepAliveTimeout);
        }
        else
        {
            OnDrained();
        }
    }

    /// <summary>Ends the connection from our side; the first reason wins. A 5.0 client is told, and given time to read it.</summary>
    public void Close(MqttReason reason)
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return;
        }
        _why = reason.ToString();
        if (Version == MqttVersion.V5 && Session is not null)
        {
            _sentLastWord = Write(new ReasonPacket(MqttPacketType.Disconnect, reason));
        }
        Outbox.Close();
        _lane.LetGo();
        _context.Transport.Input.CancelPendingRead();
    }

    /// <summary>Ends the connection for a fault of ours, which is logged.</summary>
    public void Fail(Exception fault)
    {
        BrokerLog.Fault(_broker.Log, ClientId, fault);
        Close(MqttReason.UnspecifiedError);
    }

    /// <summary>Answers a CONNECT with a refusal.</summary>
    public void RefuseConnect(MqttReason reason, MqttVersion version)
    {
        _broker.Meter.Refused(reason);
        BrokerLog.Refused(_broker.Log, Remote, reason);
        Version = version;
        _sentLastWord = Write(new ConnAckPacket { Reason = reason });
        Close(reason);
    }

    /// <summary>The CONNECT was accepted: from here on the connection has a name and a session.</summary>
    public void Name(MqttClientIdentity identity, Session session, long peerMaximumPacketBytes)
    {
        Identity = identity;
        Version = identity.Version;
        PeerMaximumPacketBytes = peerMaximumPacketBytes;
        _aliases = identity.Version == MqttVersion.V5 ? new string?[_broker.Options.TopicAliasMaximum + 1] : [];
        Session = session;
    }

    public bool Write(MqttPacket packet)
    {
        var writer = new ByteWriter(64);
        PacketEncoder.Write(writer, packet, Version);
        return Outbox.TryWrite(writer.Written.Span);
    }

    public void PubAck(ushort packetId, MqttReason reason)
    {
        Span<byte> ack = [(byte)MqttPacketType.PubAck << 4, 2, (byte)(packetId >> 8), (byte)packetId, (byte)reason];
        if (reason == MqttReason.Success)
        {
            ack = ack[..4];
        }
        else
        {
            ack[1] = 3;
        }
        if (!Outbox.TryWrite(ack))
        {
            // It does not read its answers; unacknowledged messages are its to repeat.
            Close(MqttReason.QuotaExceeded);
        }
    }

    /// <summary>A message that is not taken, for good. At QoS 0 there is nobody to tell; 3.1.1 has no word for it but the end.</summary>
    public void RefusePublish(MqttPublish publish, MqttReason reason)
    {
        _broker.Meter.Refused(reason);
        if (publish.Qos == MqttQos.AtMostOnce)
        {
            return;
        }
        if (Version == MqttVersion.V5)
        {
            PubAck(publish.PacketId, reason);
        }
        else
        {
            Close(reason);
        }
    }

    /// <summary>A 3.1.1 client may choose to have no keep-alive; then only the kernel's own probes find that it is gone.</summary>
    private void NoticeDeadPeers()
    {
        if (_context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        }
    }

    private void OnDrained() => Session?.OutboxDrained();

    private void OnBroken(Exception? fault)
    {
        if (fault is not null)
        {
            BrokerLog.Fault(_broker.Log, ClientId, fault);
        }
        _context.Abort();
    }

    private async Task LeaveAsync(bool peerClosed)
    {
        var named = Session is not null;
        Interlocked.Exchange(ref _closing, 1);
        _broker.Detach(this);
        Outbox.Close();
        await LingerAsync(untilPeerCloses: !peerClosed && _sentLastWord);
        var asked = _lane.IdleAsync();
        if (!asked.IsCompleted)
        {
            // What the owner was asked is finished below; the peer need not wait for that.
            _context.Abort();
        }
        await asked;
        if (named)
        {
            BrokerLog.Left(_broker.Log, ClientId, _why);
        }
    }

    /// <summary>
    /// Completing the output while unread input lies in the socket resets it, and a reset takes the last packet from the
    /// peer. So after a last word its input is read and thrown away until the peer closes, for a bounded time.
    /// </summary>
    private async Task LingerAsync(bool untilPeerCloses)
    {
        using var enough = new CancellationTokenSource(_broker.Options.Linger, _broker.Time);
        try
        {
            await Outbox.Done.WaitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            enough.Token.ThrowIfCancellationRequested();
            while (untilPeerCloses)
            {
                var read = await _context.Transport.Input.ReadAsync(enough.Token);
                _context.Transport.Input.AdvanceTo(read.Buffer.End);
                untilPeerCloses = !read.IsCompleted;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Time is up, or the peer is gone; either way the socket closes now, and the writer with it.
            _context.Abort();
            await Outbox.Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
