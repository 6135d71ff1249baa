using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Transport;

namespace Samagam.Mqtt.Client;

/// <summary>What the broker of the present link allows (5.0 §3.2.2.3); 3.1.1 allows everything.</summary>
internal sealed record BrokerTerms(int ReceiveMaximum, long MaximumPacketBytes, bool Retain, bool Qos1)
{
    public static BrokerTerms From(MqttProperties? said) => new(
        (int)(said?.Number(MqttProperty.ReceiveMaximum) ?? ushort.MaxValue),
        said?.Number(MqttProperty.MaximumPacketSize) ?? long.MaxValue,
        said?.Number(MqttProperty.RetainAvailable) != 0,
        said?.Number(MqttProperty.MaximumQos) != 0);
}

/// <summary>
/// QoS 1 messages from the caller's publish to the broker's PUBACK, across links. Laws: messages are first sent in the
/// order given; what was in flight when a link died goes first on the next one, in order, marked as duplicate when the
/// broker still knows the session; each caller is answered once. Safe for concurrent use.
/// </summary>
internal sealed class Outstanding(MqttClientOptions options, PacketIds ids)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Message> _waiting = [];
    private readonly Dictionary<ushort, Message> _inflight = [];
    private readonly Queue<Message> _resend = [];
    private Outbox? _outbox;
    private BrokerTerms _terms = BrokerTerms.From(null);
    private bool _duplicates;
    private long _sequence;
    private int _sent;

    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _inflight.Count;
            }
        }
    }

    /// <summary>Takes a message; the task ends with the PUBACK's reason.</summary>
    public async Task<MqttReason> PublishAsync(MqttPublish publish, CancellationToken ct)
    {
        var message = new Message(publish);
        lock (_gate)
        {
            if (_waiting.Count + _inflight.Count >= options.MaximumHeld)
            {
                return MqttReason.QuotaExceeded;
            }
            message.Sequence = ++_sequence;
            message.Node = _waiting.AddLast(message);
            Pump();
        }
        await using var registration = ct.Register(() => Abandon(message, ct));
        return await message.Answer.Task;
    }

    public void LinkUp(Outbox outbox, BrokerTerms terms, bool sessionPresent)
    {
        lock (_gate)
        {
            _outbox = outbox;
            _terms = terms;
            _duplicates = sessionPresent;
            _sent = 0;
            _resend.Clear();
            foreach (var message in _inflight.Values.OrderBy(m => m.Sequence))
            {
                message.Sent = false;
                _resend.Enqueue(message);
            }
            Pump();
        }
    }

    public void LinkDown()
    {
        lock (_gate)
        {
            _outbox = null;
        }
    }

    public void Acknowledged(ushort id, MqttReason reason)
    {
        lock (_gate)
        {
            if (_inflight.TryGetValue(id, out var message))
            {
                Finish(message, reason);
                Pump();
            }
        }
    }

    public void Drained()
    {
        lock (_gate)
        {
            Pump();
        }
    }

    /// <summary>The client ends for good: whoever still waits is told so.</summary>
    public void CancelAll()
    {
        lock (_gate)
        {
            foreach (var message in _waiting.Concat(_inflight.Values))
            {
                message.Answer.TrySetCanceled();
            }
            _waiting.Clear();
            _inflight.Clear();
            _resend.Clear();
        }
    }

    private void Abandon(Message message, CancellationToken ct)
    {
        lock (_gate)
        {
            // Once sent it may already be with the broker: it stays in flight under its identifier, only nobody waits.
            if (message.Node is { } node)
            {
                _waiting.Remove(node);
                message.Node = null;
            }
        }
        message.Answer.TrySetCanceled(ct);
    }

    private void Pump()
    {
        var window = Math.Min(options.MaximumInflight, _terms.ReceiveMaximum);
        while (_outbox is { HasRoom: true } outbox && _sent < window)
        {
            if (_resend.TryPeek(out var again))
            {
                if (!again.Answered && !TrySend(outbox, again, _duplicates && again.Tried))
                {
                    return;
                }
                _resend.Dequeue();
                continue;
            }
            if (_inflight.Count >= window || _waiting.First is not { } next)
            {
                return;
            }
            _waiting.Remove(next);
            var message = next.Value;
            message.Node = null;
            message.Id = ids.Take();
            _inflight.Add(message.Id, message);
            if (!TrySend(outbox, message, duplicate: false))
            {
                _resend.Enqueue(message);
                return;
            }
        }
    }

    private bool TrySend(Outbox outbox, Message message, bool duplicate)
    {
        var refusal = message.Publish.Retain && !_terms.Retain ? MqttReason.RetainNotSupported
            : !_terms.Qos1 ? MqttReason.QosNotSupported
            : MqttReason.Success;
        var writer = new ByteWriter(message.Publish.Payload.Length + 64);
        var idAt = PacketEncoder.WritePublish(writer, message.Publish, options.Version);
        if (writer.Length > _terms.MaximumPacketBytes || writer.Length > options.MaximumOutputBytes)
        {
            refusal = MqttReason.PacketTooLarge;
        }
        if (refusal != MqttReason.Success)
        {
            Finish(message, refusal);
            return true;
        }
        var first = PacketEncoder.FirstByte(MqttQos.AtLeastOnce, message.Publish.Retain, duplicate);
        if (!outbox.TryWrite(writer.ToArray(), idAt, first, message.Id))
        {
            return false;
        }
        message.Sent = message.Tried = true;
        _sent++;
        return true;
    }

    private void Finish(Message message, MqttReason reason)
    {
        _inflight.Remove(message.Id);
        ids.Return(message.Id);
        _sent -= message.Sent ? 1 : 0;
        message.Answered = true;
        message.Answer.TrySetResult(reason);
    }

    private sealed class Message(MqttPublish publish)
    {
        public MqttPublish Publish => publish;
        public TaskCompletionSource<MqttReason> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public LinkedListNode<Message>? Node { get; set; }
        public long Sequence { get; set; }
        public ushort Id { get; set; }
        public bool Sent { get; set; }
        public bool Tried { get; set; }
        public bool Answered { get; set; }
    }
}
