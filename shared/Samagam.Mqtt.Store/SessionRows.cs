using Samagam.Mqtt.Sessions;
using Samagam.Sqlite;

namespace Samagam.Mqtt.Store;

/// <summary>Sessions and retained messages as rows.</summary>
internal static class SessionRows
{
    private const int SequenceBits = 40;

    /// <summary>Writes folded changes; runs in the one write transaction.</summary>
    public static void Write(SqliteWriteScope scope, SessionChanges changes)
    {
        // A message that went to many sessions is one object: its bytes are made once.
        var bodies = new Dictionary<MqttPublish, byte[]>(ReferenceEqualityComparer.Instance);
        foreach (var (client, change) in changes.Sessions)
        {
            Write(scope, client, change, bodies);
        }
        foreach (var (topic, message) in changes.Retained)
        {
            if (message is null)
            {
                scope.Execute("delete from retained where topic = ?", topic);
            }
            else
            {
                scope.Execute("insert or replace into retained (topic, body) values (?, ?)", topic, StoredForm.Write(message));
            }
        }
    }

    /// <summary>Reads all. A row whose bytes say nothing is left out and counted.</summary>
    public static StoredState Load(SqliteReadScope scope, out int damaged)
    {
        var rotten = 0;
        MqttPublish? Read(ReadOnlySpan<byte> body)
        {
            var message = StoredForm.TryRead(body);
            rotten += message is null ? 1 : 0;
            return message;
        }
        var subscriptions = scope
            .Query("select session, filter, qos, no_local, as_published, identifier from subscriptions order by session, filter", row =>
                (Session: row.Int64(0), What: new Subscription(row.Text(1), (MqttQos)row.Int32(2), row.Bool(3), row.Bool(4), (uint)row.Int64(5))))
            .ToLookup(s => s.Session, s => s.What);
        var messages = scope
            .Query("select id, packet, body from messages order by id", row => (Id: row.Int64(0), Packet: (ushort)row.Int64(1), Message: Read(row.Bytes(2))))
            .Where(m => m.Message is not null)
            .ToLookup(m => m.Id >> SequenceBits, m => new StoredMessage(m.Id & ((1L << SequenceBits) - 1), m.Message!, m.Packet));
        var sessions = scope.Query("select id, client, expiry, will, will_delay, will_user, will_principal from sessions order by client", row =>
        {
            var will = row.IsNull(3) || Read(row.Bytes(3)) is not { } message
                ? null
                : new StoredWill(message, (uint)row.Int64(4), row.TextOrNull(5), row.TextOrNull(6));
            var id = row.Int64(0);
            return new StoredSession(new SessionHeader(row.Text(1), (uint)row.Int64(2), [.. subscriptions[id]], will), [.. messages[id]]);
        });
        var retained = scope.Query("select body from retained order by topic", row => Read(row.Bytes(0)));
        damaged = rotten;
        return new StoredState(sessions, [.. retained.OfType<MqttPublish>()]);
    }

    private static void Write(SqliteWriteScope scope, string client, SessionChange change, Dictionary<MqttPublish, byte[]> bodies)
    {
        var known = scope.Int64("select id from sessions where client = ?", client);
        if (change.Deleted && known is { } gone)
        {
            scope.Execute("delete from messages where id between ? and ?", Key(gone, 0), Key(gone + 1, 0) - 1);
            scope.Execute("delete from subscriptions where session = ?", gone);
            scope.Execute("delete from sessions where id = ?", gone);
            known = null;
        }
        if (change.Header is { } header)
        {
            known = Write(scope, known, header);
        }
        if (known is not { } session)
        {
            return;
        }
        // First, so that a full file finds the room it makes.
        foreach (var sequence in change.Removed)
        {
            scope.Execute("delete from messages where id = ?", Key(session, sequence));
        }
        foreach (var message in change.Added.Values)
        {
            if (!bodies.TryGetValue(message.Message, out var body))
            {
                bodies.Add(message.Message, body = StoredForm.Write(message.Message));
            }
            scope.Execute("insert or replace into messages (id, packet, body) values (?, ?, ?)", Key(session, message.Sequence), (long)message.PacketId, body);
        }
        foreach (var (sequence, packetId) in change.Sent)
        {
            scope.Execute("update messages set packet = ? where id = ?", (long)packetId, Key(session, sequence));
        }
    }

    private static long Write(SqliteWriteScope scope, long? known, SessionHeader header)
    {
        if (known is null)
        {
            scope.Execute("insert into sessions (client, expiry) values (?, 0)", header.ClientId);
        }
        var id = known ?? scope.LastInsertRowId;
        var will = header.Will;
        scope.Execute(
            "update sessions set expiry = ?, will = ?, will_delay = ?, will_user = ?, will_principal = ? where id = ?",
            (long)header.ExpirySeconds, will is null ? null : StoredForm.Write(will.Message), (long?)will?.DelaySeconds, will?.UserName, will?.Principal, id);
        scope.Execute("delete from subscriptions where session = ?", id);
        foreach (var s in header.Subscriptions)
        {
            scope.Execute(
                "insert into subscriptions (session, filter, qos, no_local, as_published, identifier) values (?, ?, ?, ?, ?, ?)",
                id, s.Filter, (long)s.Qos, s.NoLocal, s.RetainAsPublished, (long)s.Identifier);
        }
        return id;
    }

    private static long Key(long session, long sequence) => checked(session << SequenceBits) | sequence;
}
