using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Picture;
using Samagam.Node.Portal.Http;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>One open stream.</summary>
internal sealed record OpenStream(string Address, SosId? Call, ResponderId? Responder, SseQueue<SosId> Queue);

/// <summary>
/// Wakes the open streams a change concerns, from inside the commit: no polling anywhere between the disk and the wire.
/// Bounded by the seats of <see cref="StreamSeats"/>.
/// </summary>
internal sealed class Doorbells
{
    private readonly Lock _gate = new();
    private readonly PortalParts _parts;
    private readonly StreamSeats _seats;
    private readonly PortalCounters _counters;
    private readonly Dictionary<SosId, List<OpenStream>> _callers = [];
    private readonly Dictionary<ResponderId, List<OpenStream>> _responders = [];

    public Doorbells(PortalParts parts, StreamSeats seats, PortalCounters counters)
    {
        (_parts, _seats, _counters) = (parts, seats, counters);
        parts.Node.Picture.OnChanged(OnFacts);
        parts.Node.Evidence.OnChanged(OnEvidence);
    }

    /// <summary>Null when this box, or this address, has as many streams as it may.</summary>
    public OpenStream? Open(string address, SosId? call, ResponderId? responder)
    {
        return _seats.TryTake(address) ? Add(new OpenStream(address, call, responder, new SseQueue<SosId>(_parts.Options.StreamBacklog))) : null;
    }

    /// <summary>For a connection that has its seat already.</summary>
    public OpenStream Listen(SosId? call, ResponderId? responder) => Add(new OpenStream("", call, responder, new SseQueue<SosId>(_parts.Options.StreamBacklog)));

    private OpenStream Add(OpenStream stream)
    {
        lock (_gate)
        {
            stream.Queue.RingAll();
            if (stream.Call is { } id)
            {
                Add(_callers, id, stream);
            }
            if (stream.Responder is { } who)
            {
                Add(_responders, who, stream);
            }
            return stream;
        }
    }

    public void Close(OpenStream stream)
    {
        Leave(stream);
        _seats.Leave(stream.Address);
    }

    /// <summary>Ends <see cref="Listen"/>.</summary>
    public void Leave(OpenStream stream)
    {
        lock (_gate)
        {
            if (stream.Call is { } id)
            {
                Remove(_callers, id, stream);
            }
            if (stream.Responder is { } who)
            {
                Remove(_responders, who, stream);
            }
        }
    }

    private void OnFacts(PictureSnapshot snapshot, IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            if (_callers.Count + _responders.Count == 0)
            {
                return;
            }
            foreach (var fact in facts)
            {
                if (fact.Kind.StartsWith("sos.", StringComparison.Ordinal) && fact.Subject.Length > 4 && SosId.TryParse(fact.Subject[4..], out var id))
                {
                    RingCallers(id);
                    if (snapshot.Sos.Find(id) is { } sos)
                    {
                        RingResponders(sos);
                    }
                }
                else if (fact.Kind == FactKinds.ResponderDuty.Name && ResponderId.TryParse(fact.Subject[(fact.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..], out var who)
                    && _responders.TryGetValue(who, out var streams))
                {
                    streams.ForEach(s => s.Queue.RingAll());
                }
            }
        }
    }

    private void OnEvidence(SosId id)
    {
        lock (_gate)
        {
            RingCallers(id);
        }
    }

    private void RingCallers(SosId id)
    {
        if (_callers.TryGetValue(id, out var streams))
        {
            streams.ForEach(s => Ring(s, id));
        }
    }

    private void RingResponders(SosCase sos)
    {
        if (_responders.Count == 0)
        {
            return;
        }
        foreach (var who in sos.Offers.Select(o => o.Responder).Union(sos.Claims.Select(c => c.Responder)))
        {
            if (_responders.TryGetValue(who, out var streams))
            {
                streams.ForEach(s => Ring(s, sos.Id));
            }
        }
    }

    private void Ring(OpenStream stream, SosId id)
    {
        if (!stream.Queue.TryRing(id))
        {
            _counters.Resynced();
            stream.Queue.RingAll();
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<OpenStream>> index, TKey key, OpenStream stream) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var streams))
        {
            index[key] = streams = [];
        }
        streams.Add(stream);
    }

    private static void Remove<TKey>(Dictionary<TKey, List<OpenStream>> index, TKey key, OpenStream stream) where TKey : notnull
    {
        index[key].Remove(stream);
        if (index[key].Count == 0)
        {
            index.Remove(key);
        }
    }
}
