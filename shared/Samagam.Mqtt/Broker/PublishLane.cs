namespace Samagam.Mqtt.Broker;

/// <summary>
/// The messages one client publishes, from the owner's question to the PUBACK. Questions run side by side; fan-out and
/// PUBACKs keep the order of publishing. A PUBACK leaves after the owner answered and after the sessions the message
/// entered are flushed. What has been asked is finished even when the client leaves meanwhile.
/// </summary>
internal sealed class PublishLane(ClientConnection connection, MqttBroker broker, int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _asked = [];
    private bool _draining;
    private int _open;
    private int _openQos1;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;

    /// <summary>True while the reader waits here, so that silence is ours and not the client's.</summary>
    public bool Full => Volatile.Read(ref _room) is not null;

    /// <summary>True when a 5.0 client that respects its Receive Maximum could not have sent one more (§4.9).</summary>
    public bool Qos1Exhausted => Volatile.Read(ref _openQos1) >= limit;

    /// <summary>
    /// How many may be open before the reader waits. A 5.0 client knows its Receive Maximum, so one more at QoS 1 must be
    /// seen and is a fault; the rest is room for QoS 0. A 3.1.1 client knows nothing and is only slowed.
    /// </summary>
    private int Most => connection.Version == MqttVersion.V5 ? 2 * limit : limit;

    /// <summary>Takes one message. Completes when there is room for the next.</summary>
    public ValueTask AcceptAsync(MqttPublish publish)
    {
        var asked = Ask(publish);
        if (!asked.IsCompletedSuccessfully || Volatile.Read(ref _open) > 0)
        {
            return Enqueue(new Entry(publish, asked.AsTask(), Routed: false));
        }
        // The common case, an owner that answers at once and nobody waiting before: no entry, no task.
        var verdict = Known(asked);
        if (verdict.Kind == PublishVerdictKind.Accepted && broker.Route(publish, connection.ClientId))
        {
            var flushed = broker.FlushSessionsAsync();
            if (!flushed.IsCompletedSuccessfully)
            {
                return Enqueue(new Entry(publish, After(flushed, verdict), Routed: true));
            }
        }
        Answer(publish, verdict);
        return ValueTask.CompletedTask;
    }

    /// <summary>The connection ends: its reader waits here no longer.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _room?.TrySetResult();
        }
    }

    /// <summary>Completes when everything asked has been answered.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_open == 0)
            {
                return Task.CompletedTask;
            }
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private static PublishVerdict Known(ValueTask<PublishVerdict> completed) => completed.Result;

    private static async Task<PublishVerdict> After(ValueTask flushed, PublishVerdict verdict)
    {
        await flushed;
        return verdict;
    }

    private ValueTask<PublishVerdict> Ask(MqttPublish publish)
    {
        try
        {
            return broker.Gate.AcceptAsync(publish, connection.Identity, broker.Stopping);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<PublishVerdict>(e);
        }
    }

    private ValueTask Enqueue(Entry entry)
    {
        Task wait;
        lock (_gate)
        {
            _asked.Enqueue(entry);
            _open++;
            _openQos1 += entry.Publish.Qos == MqttQos.AtLeastOnce ? 1 : 0;
            if (_open >= Most && _room is null)
            {
                Volatile.Write(ref _room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
            wait = _room?.Task ?? Task.CompletedTask;
        }
        // Never faults: Drain reports what goes wrong to the connection. IdleAsync is where its end is awaited.
        entry.Watcher = Watch(entry);
        return new ValueTask(wait);
    }

    private async Task Watch(Entry entry)
    {
        await ((Task)entry.Verdict).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (TakeAnswered() is { } batch)
        {
            await SettleAsync(batch);
            Finish(batch);
        }
    }

    /// <summary>The answered ones at the front, or null when there are none or another watcher is at it.</summary>
    private List<Entry>? TakeAnswered()
    {
        lock (_gate)
        {
            if (_draining || !_asked.TryPeek(out var head) || !head.Verdict.IsCompleted)
            {
                return null;
            }
            _draining = true;
            var batch = new List<Entry>();
            while (_asked.TryPeek(out head) && head.Verdict.IsCompleted)
            {
                batch.Add(_asked.Dequeue());
            }
            return batch;
        }
    }

    private async Task SettleAsync(List<Entry> batch)
    {
        try
        {
            var flush = false;
            var verdicts = batch.ConvertAll(VerdictOf);
            for (var i = 0; i < batch.Count; i++)
            {
                if (!batch[i].Routed && verdicts[i].Kind == PublishVerdictKind.Accepted)
                {
                    flush |= broker.Route(batch[i].Publish, connection.ClientId);
                }
            }
            if (flush)
            {
                await broker.FlushSessionsAsync();
            }
            for (var i = 0; i < batch.Count; i++)
            {
                Answer(batch[i].Publish, verdicts[i]);
            }
        }
        catch (Exception e)
        {
            // Sessions that cannot be kept must not be acknowledged as kept.
            BrokerLog.GateFailed(broker.Log, connection.ClientId, e);
            connection.Close(MqttReason.ServerBusy);
        }
    }

    private PublishVerdict VerdictOf(Entry entry)
    {
        if (entry.Verdict.IsCompletedSuccessfully)
        {
            return entry.Verdict.Result;
        }
        if (entry.Verdict.Exception is { } fault)
        {
            BrokerLog.GateFailed(broker.Log, connection.ClientId, fault.GetBaseException());
        }
        return PublishVerdict.Unavailable;
    }

    private void Finish(List<Entry> batch)
    {
        lock (_gate)
        {
            _draining = false;
            _open -= batch.Count;
            _openQos1 -= batch.Count(e => e.Publish.Qos == MqttQos.AtLeastOnce);
            if (_open < Most)
            {
                _room?.TrySetResult();
                Volatile.Write(ref _room, null);
            }
            if (_open == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }

    private void Answer(MqttPublish publish, PublishVerdict verdict)
    {
        switch (verdict.Kind)
        {
            case PublishVerdictKind.Refused:
                connection.RefusePublish(publish, verdict.Reason);
                break;
            case PublishVerdictKind.Unavailable when publish.Qos == MqttQos.AtMostOnce:
                broker.Meter.Dropped("owner unavailable");
                break;
            case PublishVerdictKind.Unavailable:
                broker.Meter.Refused(MqttReason.ServerBusy);
                connection.Close(MqttReason.ServerBusy);
                break;
            default:
                if (publish.Qos == MqttQos.AtLeastOnce)
                {
                    connection.PubAck(publish.PacketId, MqttReason.Success);
                }
                break;
        }
    }

    private sealed record Entry(MqttPublish Publish, Task<PublishVerdict> Verdict, bool Routed)
    {
        public Task? Watcher { get; set; }
    }
}
