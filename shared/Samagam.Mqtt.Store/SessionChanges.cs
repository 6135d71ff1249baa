using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Store;

/// <summary>
/// What changed since the last commit, folded: only the last word on a session, a message or a topic is left, and a message
/// that was added and taken back leaves nothing, so that what is acknowledged before the commit never costs a write. Law:
/// <c>a.Then(b)</c> does to a file what a and then b would do. Not safe for concurrent use.
/// </summary>
internal sealed class SessionChanges
{
    /// <summary>By client.</summary>
    public Dictionary<string, SessionChange> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>By topic; null where it is forgotten.</summary>
    public Dictionary<string, MqttPublish?> Retained { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Sessions.Count == 0 && Retained.Count == 0;

    /// <summary>It puts something in, which is to outlive a power cut and needs room on the disk.</summary>
    public bool Adds => Sessions.Values.Any(s => s.Header is not null || s.Added.Count > 0) || Retained.Values.Any(m => m is not null);

    public int Messages => Sessions.Values.Sum(s => s.Added.Count);

    /// <summary>Everything counted once: what waiting for the file costs.</summary>
    public int Size => Retained.Count + Sessions.Values.Sum(s => 1 + s.Added.Count + s.Removed.Count + s.Sent.Count);

    public void Save(SessionHeader header) => Of(header.ClientId).Header = header;

    public void Delete(string client) => Sessions[client] = new SessionChange { Deleted = true };

    public void Append(string client, StoredMessage message) => Of(client).Added[message.Sequence] = message;

    public void Sent(string client, long sequence, ushort packetId) => Of(client).Send(sequence, packetId);

    public void Remove(string client, long sequence)
    {
        var change = Of(client);
        change.Remove(sequence);
        if (change.IsEmpty)
        {
            Sessions.Remove(client);
        }
    }

    /// <summary>Puts later changes on top of these.</summary>
    public void Then(SessionChanges later)
    {
        foreach (var (client, change) in later.Sessions)
        {
            if (change.Deleted)
            {
                Sessions[client] = change;
            }
            else
            {
                Of(client).Then(change);
            }
        }
        foreach (var (topic, message) in later.Retained)
        {
            Retained[topic] = message;
        }
    }

    private SessionChange Of(string client)
    {
        if (!Sessions.TryGetValue(client, out var change))
        {
            Sessions.Add(client, change = new SessionChange());
        }
        return change;
    }
}

/// <summary>What changed about one session, in the order the members stand in.</summary>
internal sealed class SessionChange
{
    /// <summary>The session of before is gone; what follows is about a new one.</summary>
    public bool Deleted { get; init; }

    public SessionHeader? Header { get; set; }

    public HashSet<long> Removed { get; } = [];

    public Dictionary<long, StoredMessage> Added { get; } = [];

    /// <summary>Packet identifiers of messages that were added before.</summary>
    public Dictionary<long, ushort> Sent { get; } = [];

    public bool IsEmpty => !Deleted && Header is null && Added.Count == 0 && Sent.Count == 0 && Removed.Count == 0;

    public void Send(long sequence, ushort packetId)
    {
        if (Added.TryGetValue(sequence, out var message))
        {
            Added[sequence] = message with { PacketId = packetId };
        }
        else
        {
            Sent[sequence] = packetId;
        }
    }

    public void Remove(long sequence)
    {
        Sent.Remove(sequence);
        if (!Added.Remove(sequence) && !Deleted)
        {
            Removed.Add(sequence);
        }
    }

    public void Then(SessionChange later)
    {
        Header = later.Header ?? Header;
        foreach (var sequence in later.Removed)
        {
            Remove(sequence);
        }
        foreach (var (sequence, message) in later.Added)
        {
            Added[sequence] = message;
        }
        foreach (var (sequence, packetId) in later.Sent)
        {
            Send(sequence, packetId);
        }
    }
}
