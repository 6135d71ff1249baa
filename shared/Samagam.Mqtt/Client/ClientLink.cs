using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Transport;

namespace Samagam.Mqtt.Client;

/// <summary>Why a link could not be opened or has ended; expected, and answered with another attempt.</summary>
internal sealed class LinkEndedException(string why, MqttReason reason = MqttReason.UnspecifiedError, Exception? cause = null) : Exception(why, cause)
{
    public MqttReason Reason => reason;
}

/// <summary>One connection of a client, from dialling to its end.</summary>
internal sealed class ClientLink : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly PipeReader _input;
    private readonly Channel<MqttPublish> _received;
    private readonly TopicMemory _topics = new();
    private TimeSpan _keepAlive;
    private long _heardAt;
    private long _sentAt;
    private long _pingedAt;
    private int _readerWaits;

    private ClientLink(MqttClientOptions options, TimeProvider time, ILogger log, Socket socket, Stream stream, Action drained)
    {
        _options = options;
        _time = time;
        _log = log;
        _socket = socket;
        _stream = stream;
        _input = PipeReader.Create(stream);
        _keepAlive = options.KeepAlive;
        _heardAt = _sentAt = time.GetTimestamp();
        _received = Channel.CreateBounded<MqttPublish>(new BoundedChannelOptions(options.MaximumUnhandled) { SingleReader = true, SingleWriter = true });
        Outbox = new Outbox(PipeWriter.Create(stream), new ByteBudget(2L * options.MaximumOutputBytes), options.MaximumOutputBytes, time, drained, static _ => { });
    }

    public Outbox Outbox { get; }

    public bool SessionPresent { get; private set; }

    public BrokerTerms Terms { get; private set; } = BrokerTerms.From(null);

    /// <summary>Dials, shakes hands and returns after a good CONNACK; else throws <see cref="LinkEndedException"/>.</summary>
    public static async Task<ClientLink> OpenAsync(
        MqttClientOptions options, bool cleanStart, TimeProvider time, ILogger log, Action drained, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        ClientLink? link = null;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is { } tls)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(tls, either.Token);
            }
            link = new ClientLink(options, time, log, socket, stream, drained);
            await link.HandshakeAsync(cleanStart, either.Token);
            return link;
        }
        catch (Exception e)
        {
            if (link is not null)
            {
                await link.DisposeAsync();
            }
            socket.Dispose();
            ct.ThrowIfCancellationRequested();
            throw e switch
            {
                LinkEndedException => e,
                OperationCanceledException => new LinkEndedException("no CONNACK in time", cause: e),
                SocketException or IOException or System.Security.Authentication.AuthenticationException => new LinkEndedException(e.Message, cause: e),
                _ => e,
            };
        }
    }

    /// <summary>Reads, hands over and keeps alive until the link ends; always ends by throwing.</summary>
    public async Task RunAsync(Outstanding outstanding, Wishes wishes, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] parts = [ReadAsync(outstanding, wishes, end.Token), HandleAsync(end.Token), WatchAsync(end.Token), WriterAsync(end.Token)];
        var first = await Task.WhenAny(parts);
        await end.CancelAsync();
        // A read on a dead socket does not always heed its token; the closed socket is heeded.
        if (!ct.IsCancellationRequested)
        {
            _socket.Dispose();
        }
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        await first;
    }

    public bool Send(MqttPacket packet)
    {
        var writer = new ByteWriter(64);
        PacketEncoder.Write(writer, packet, _options.Version);
        Volatile.Write(ref _sentAt, _time.GetTimestamp());
        return Outbox.TryWrite(writer.Written.Span);
    }

    /// <summary>Says goodbye and waits, for a bounded time, until it is written.</summary>
    public async Task GoodbyeAsync()
    {
        Send(new ReasonPacket(MqttPacketType.Disconnect, MqttReason.Success));
        Outbox.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
        await Outbox.Done.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        Outbox.Close();
        _socket.Dispose();
        await Outbox.Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync();
    }

    private async Task HandshakeAsync(bool cleanStart, CancellationToken ct)
    {
        MqttProperties? wishes = null;
        if (_options.Version == MqttVersion.V5)
        {
            wishes = new MqttProperties()
                .With(MqttProperty.SessionExpiryInterval, (uint)Math.Min(uint.MaxValue, _options.SessionExpiry.TotalSeconds))
                .With(MqttProperty.ReceiveMaximum, _options.MaximumUnhandled)
                .With(MqttProperty.MaximumPacketSize, (uint)_options.MaximumPacketBytes);
        }
        Send(new ConnectPacket
        {
            Version = _options.Version,
            ClientId = _options.ClientId,
            CleanStart = cleanStart,
            KeepAliveSeconds = (ushort)_options.KeepAlive.TotalSeconds,
            UserName = _options.UserName,
            Password = _options.Password,
            Will = _options.Will,
            Properties = wishes,
        });
        if (await NextAsync(ct) is not ConnAckPacket ack)
        {
            throw new LinkEndedException("the first packet is no CONNACK", MqttReason.ProtocolError);
        }
        if (ack.Reason != MqttReason.Success)
        {
            throw new LinkEndedException($"refused: {ack.Reason}", ack.Reason);
        }
        SessionPresent = ack.SessionPresent;
        Terms = BrokerTerms.From(ack.Properties);
        if (ack.Properties?.Number(MqttProperty.ServerKeepAlive) is > 0 and var seconds)
        {
            _keepAlive = TimeSpan.FromSeconds(seconds);
        }
    }

    private async Task ReadAsync(Outstanding outstanding, Wishes wishes, CancellationToken ct)
    {
        while (true)
        {
            switch (await NextAsync(ct))
            {
                case MqttPublish publish:
                    await TakeAsync(publish, ct);
                    break;
                case AckPacket { Type: MqttPacketType.PubAck } ack:
                    outstanding.Acknowledged(ack.PacketId, ack.Reason);
                    break;
                case FiltersAckPacket ack:
                    wishes.Answered(ack);
                    break;
                case PingPacket { Type: MqttPacketType.PingResp }:
                    break;
                case ReasonPacket { Type: MqttPacketType.Disconnect } goodbye:
                    throw new LinkEndedException($"the broker said: {goodbye.Reason}", goodbye.Reason);
                case var other:
                    throw new LinkEndedException($"{other.Type} is not for a client", MqttReason.ProtocolError);
            }
        }
    }

    private async ValueTask TakeAsync(MqttPublish publish, CancellationToken ct)
    {
        if (publish.Qos > MqttQos.AtLeastOnce || publish.TopicAlias > 0)
        {
            throw new LinkEndedException("a QoS or topic alias that was never agreed", MqttReason.ProtocolError);
        }
        if (!_received.Writer.TryWrite(publish))
        {
            Interlocked.Exchange(ref _readerWaits, 1);
            await _received.Writer.WriteAsync(publish, ct);
            Volatile.Write(ref _heardAt, _time.GetTimestamp());
            Interlocked.Exchange(ref _readerWaits, 0);
        }
    }

    private async Task HandleAsync(CancellationToken ct)
    {
        await foreach (var publish in _received.Reader.ReadAllAsync(ct))
        {
            try
            {
                if (_options.Received is { } received)
                {
                    await received(publish, ct);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                ClientLog.HandlerFailed(_log, _options.ClientId, e);
                throw new LinkEndedException("a message could not be handled", MqttReason.UnspecifiedError, e);
            }
            if (publish.Qos == MqttQos.AtLeastOnce && !Send(new AckPacket(MqttPacketType.PubAck, publish.PacketId)))
            {
                throw new LinkEndedException("the socket takes no more bytes");
            }
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var every = TimeSpan.FromTicks(Math.Min(_keepAlive.Ticks, _options.PingTimeout.Ticks) / 8);
        using var timer = new PeriodicTimer(every, _time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (Volatile.Read(ref _readerWaits) == 1)
            {
                continue;
            }
            var pinged = Volatile.Read(ref _pingedAt);
            TimeSpan? sincePing = pinged == 0 ? null : _time.GetElapsedTime(pinged);
            switch (KeepAliveWatch.Decide(
                _time.GetElapsedTime(Volatile.Read(ref _heardAt)), _time.GetElapsedTime(Volatile.Read(ref _sentAt)), sincePing, _keepAlive, _options.PingTimeout))
            {
                case KeepAliveVerdict.Dead:
                    throw new LinkEndedException("no answer to a ping", MqttReason.KeepAliveTimeout);
                case KeepAliveVerdict.Ping:
                    Volatile.Write(ref _pingedAt, _time.GetTimestamp() | 1);
                    Send(new PingPacket(MqttPacketType.PingReq));
                    break;
            }
        }
    }

    /// <summary>The writer ends only with the link.</summary>
    private async Task WriterAsync(CancellationToken ct)
    {
        await Outbox.Done.WaitAsync(ct);
        throw new LinkEndedException("the socket takes no more bytes");
    }

    private async ValueTask<MqttPacket> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _input.ReadAsync(ct);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                throw new LinkEndedException("the link was cut", cause: e);
            }
            var buffer = read.Buffer;
            var outcome = FrameReader.TryRead(ref buffer, _options.MaximumPacketBytes, out var first, out var body);
            if (outcome is FrameOutcome.Malformed or FrameOutcome.TooLarge)
            {
                throw new LinkEndedException($"the broker sent a packet that is {outcome}", MqttReason.PacketTooLarge);
            }
            if (outcome == FrameOutcome.Frame)
            {
                var fault = PacketDecoder.TryDecode(first, body.IsSingleSegment ? body.FirstSpan : body.ToArray(), _options.Version, _topics, out var packet);
                _input.AdvanceTo(buffer.Start);
                Volatile.Write(ref _heardAt, _time.GetTimestamp());
                return packet ?? throw new LinkEndedException("the broker sent a malformed packet", fault);
            }
            if (read.IsCompleted)
            {
                throw new LinkEndedException("the broker closed the link");
            }
            _input.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
