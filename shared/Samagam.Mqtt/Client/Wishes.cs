using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Client;

/// <summary>
/// What the client wants to hear, kept across links. Law: after each CONNACK the broker is asked for every wish it has not
/// acknowledged, and for all of them when it does not know the session. Safe for concurrent use.
/// </summary>
internal sealed class Wishes(PacketIds ids)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Wish> _byFilter = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, Wish> _asked = [];

    /// <summary>Records a wish: a level to hear a filter at, or null to hear it no more. The task ends with the broker's reason.</summary>
    public Task<MqttReason> Want(string filter, MqttQos? qos)
    {
        lock (_gate)
        {
            _byFilter.TryGetValue(filter, out var old);
            // A newer wish about the same filter answers for the older one too.
            var wish = new Wish(filter, qos, old is { Granted: false } ? old.Answer : new(TaskCreationOptions.RunContinuationsAsynchronously));
            _byFilter[filter] = wish;
            return wish.Answer.Task;
        }
    }

    /// <summary>The link is new: nothing asked on the old one will be answered.</summary>
    public void LinkUp(bool sessionPresent)
    {
        lock (_gate)
        {
            foreach (var id in _asked.Keys)
            {
                ids.Return(id);
            }
            _asked.Clear();
            foreach (var wish in _byFilter.Values)
            {
                wish.Granted &= sessionPresent;
            }
        }
    }

    /// <summary>The packets that ask for what is neither granted nor asked, one per wish.</summary>
    public List<MqttPacket> ToAsk()
    {
        lock (_gate)
        {
            var packets = new List<MqttPacket>();
            foreach (var wish in _byFilter.Values.Where(w => !w.Granted && !_asked.ContainsValue(w)).OrderBy(w => w.Filter, StringComparer.Ordinal))
            {
                var id = ids.Take();
                _asked[id] = wish;
                packets.Add(wish.Qos is { } qos
                    ? new SubscribePacket { PacketId = id, Filters = [new FilterRequest(wish.Filter, qos, false, false, 0)] }
                    : new UnsubscribePacket { PacketId = id, Filters = [wish.Filter] });
            }
            return packets;
        }
    }

    public void Answered(FiltersAckPacket ack)
    {
        lock (_gate)
        {
            if (!_asked.Remove(ack.PacketId, out var wish))
            {
                return;
            }
            ids.Return(ack.PacketId);
            var reason = ack.Reasons.Count > 0 ? ack.Reasons[0] : MqttReason.Success;
            if (!ReferenceEquals(_byFilter.GetValueOrDefault(wish.Filter), wish))
            {
                return;
            }
            wish.Granted = true;
            if (reason.IsRefusal() || wish.Qos is null)
            {
                _byFilter.Remove(wish.Filter);
            }
            wish.Answer.TrySetResult(reason);
        }
    }

    public void CancelAll()
    {
        lock (_gate)
        {
            foreach (var wish in _byFilter.Values)
            {
                wish.Answer.TrySetCanceled();
            }
        }
    }

    private sealed class Wish(string filter, MqttQos? qos, TaskCompletionSource<MqttReason> answer)
    {
        public string Filter => filter;
        public MqttQos? Qos => qos;
        public TaskCompletionSource<MqttReason> Answer => answer;
        public bool Granted { get; set; }
    }
}
