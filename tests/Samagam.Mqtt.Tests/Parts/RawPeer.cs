using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>
/// A bare socket that speaks packets and does exactly what a test says: the stranger, the slow reader, the rule breaker.
/// </summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket;
    private byte[] _read = new byte[4096];
    private int _length;

    private RawPeer(Socket socket, MqttVersion version)
    {
        _socket = socket;
        Version = version;
    }

    public MqttVersion Version { get; }

    public static async Task<RawPeer> DialAsync(IPEndPoint to, MqttVersion version = MqttVersion.V5, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }
        await socket.ConnectAsync(to, Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);
        return new RawPeer(socket, version);
    }

    /// <summary>Dials and connects; the CONNACK must be a success.</summary>
    public static async Task<RawPeer> ConnectAsync(
        IPEndPoint to,
        string clientId,
        MqttVersion version = MqttVersion.V5,
        bool clean = true,
        MqttProperties? properties = null,
        MqttPublish? will = null,
        ushort keepAlive = 0,
        int? receiveBuffer = null)
    {
        var peer = await DialAsync(to, version, receiveBuffer);
        var ack = await peer.OpenAsync(clientId, clean, properties, will, keepAlive);
        Assert.Equal(MqttReason.Success, ack.Reason);
        return peer;
    }

    public bool SessionPresent { get; private set; }

    public async Task<ConnAckPacket> OpenAsync(string clientId, bool clean = true, MqttProperties? properties = null, MqttPublish? will = null, ushort keepAlive = 0)
    {
        await SendAsync(new ConnectPacket
        {
            Version = Version,
            ClientId = clientId,
            CleanStart = clean,
            KeepAliveSeconds = keepAlive,
            Properties = properties,
            Will = will,
        });
        var ack = await ExpectAsync<ConnAckPacket>();
        SessionPresent = ack.SessionPresent;
        return ack;
    }

    public Task SendAsync(MqttPacket packet)
    {
        var writer = new ByteWriter();
        PacketEncoder.Write(writer, packet, Version);
        return SendAsync(writer.ToArray());
    }

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);
        }
    }

    public Task PublishAsync(string topic, byte[] payload, MqttQos qos = MqttQos.AtMostOnce, ushort id = 0, bool retain = false, MqttProperties? properties = null, bool duplicate = false) =>
        SendAsync(new MqttPublish
        {
            Topic = topic, Payload = payload, Qos = qos, PacketId = id, Retain = retain, Properties = properties, Duplicate = duplicate,
        });

    public async Task<FiltersAckPacket> SubscribeAsync(string filter, MqttQos qos = MqttQos.AtLeastOnce, byte retainHandling = 0, bool noLocal = false, uint identifier = 0)
    {
        await SendAsync(new SubscribePacket
        {
            PacketId = 77,
            Filters = [new FilterRequest(filter, qos, noLocal, false, retainHandling)],
            Properties = identifier > 0 ? new MqttProperties().With(MqttProperty.SubscriptionIdentifier, identifier) : null,
        });
        return await ExpectAsync<FiltersAckPacket>();
    }

    public Task AckAsync(MqttPublish publish) => SendAsync(new AckPacket(MqttPacketType.PubAck, publish.PacketId));

    /// <summary>The next packet, which must be of this kind.</summary>
    public async Task<T> ExpectAsync<T>()
        where T : MqttPacket
    {
        var packet = await NextAsync();
        Assert.True(packet is T, $"expected {typeof(T).Name}, got {packet?.Type.ToString() ?? "the end of the connection"}");
        return (T)packet!;
    }

    /// <summary>Proves that nothing is on its way: a ping is answered and only the answer comes.</summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync(new PingPacket(MqttPacketType.PingReq));
        Assert.Equal(MqttPacketType.PingResp, (await ExpectAsync<PingPacket>()).Type);
    }

    /// <summary>The broker ends the connection; in 5.0 with this reason.</summary>
    public async Task ExpectEndAsync(MqttReason? reason = null)
    {
        var last = await NextAsync();
        if (reason is { } wanted && Version == MqttVersion.V5)
        {
            Assert.Equal(wanted, Assert.IsType<ReasonPacket>(last).Reason);
            // A polite client closes when it was told; the broker's linger for impolite ones has its own test.
            EndSending();
            last = await NextAsync();
        }
        Assert.Null(last);
    }

    /// <summary>The next packet, or null at the end of the connection, orderly or not.</summary>
    public async Task<MqttPacket?> NextAsync()
    {
        while (true)
        {
            if (TryTake(out var packet))
            {
                return packet;
            }
            if (_length == _read.Length)
            {
                Array.Resize(ref _read, _read.Length * 2);
            }
            try
            {
                var got = await _socket.ReceiveAsync(_read.AsMemory(_length), Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);
                if (got == 0)
                {
                    return null;
                }
                _length += got;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                return null;
            }
        }
    }

    /// <summary>Closes at once, without goodbye.</summary>
    public void Vanish() => _socket.Close(0);

    /// <summary>Half-closes: nothing more is sent.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private bool TryTake(out MqttPacket? packet)
    {
        packet = null;
        var buffer = new ReadOnlySequence<byte>(_read, 0, _length);
        if (FrameReader.TryRead(ref buffer, int.MaxValue, out var first, out var body) != FrameOutcome.Frame)
        {
            return false;
        }
        var fault = PacketDecoder.TryDecode(first, body.ToArray(), Version, null, out packet);
        Assert.Equal(MqttReason.Success, fault);
        var rest = buffer.ToArray();
        rest.CopyTo(_read, 0);
        _length = rest.Length;
        return true;
    }
}
