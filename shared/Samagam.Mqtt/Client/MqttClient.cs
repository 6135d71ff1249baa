using Microsoft.Extensions.Logging;
using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Client;

/// <summary>
/// An MQTT client that stays connected: it dials while <see cref="RunAsync"/> runs, finds dead and half-open links, comes
/// back after at most five seconds, subscribes again where the broker forgot, and repeats what was not acknowledged. One
/// broker per client. Members may be called from any thread, connected or not.
/// </summary>
public sealed class MqttClient
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _luck;
    private readonly ILogger _log;
    private readonly Outstanding _outstanding;
    private readonly Wishes _wishes;
    private readonly Lock _gate = new();
    private TaskCompletionSource _connected = NewSignal();
    private TaskCompletionSource _evidence = NewSignal();
    private ClientLink? _link;
    private int _running;

    /// <summary>Throws <see cref="ArgumentException"/> when an option makes no sense. <paramref name="luck"/> is only used by RunAsync.</summary>
    public MqttClient(MqttClientOptions options, TimeProvider time, Random luck, ILogger<MqttClient> log)
    {
        options.Validate();
        _options = options;
        _time = time;
        _luck = luck;
        _log = log;
        var ids = new PacketIds();
        _outstanding = new Outstanding(options, ids);
        _wishes = new Wishes(ids);
    }

    /// <summary>True between a CONNACK and the end of its link.</summary>
    public bool IsConnected => Volatile.Read(ref _link) is not null;

    /// <summary>QoS 1 messages held for the broker.</summary>
    public int Held => _outstanding.Held;

    /// <summary>Why the last link ended or the last attempt failed; null before the first.</summary>
    public string? LastTrouble { get; private set; }

    /// <summary>
    /// Connects and reconnects until <paramref name="ct"/> fires, then says goodbye and returns. Callers still waiting for
    /// an answer get <see cref="OperationCanceledException"/>. Runs once.
    /// </summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            throw new InvalidOperationException("a client runs once");
        }
        var failures = 0;
        var cleanStart = _options.CleanStart;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var opened = _time.GetTimestamp();
                var evidence = _evidence;
                try
                {
                    await using var link = await ClientLink.OpenAsync(_options, cleanStart, _time, _log, _outstanding.Drained, ct);
                    cleanStart &= _options.Version == MqttVersion.V311;
                    await ServeAsync(link, ct);
                }
                catch (Exception end) when (!ct.IsCancellationRequested)
                {
                    if (end is not LinkEndedException)
                    {
                        // A bug, or a fault nobody thought of; a client that stops reconnecting for it would be the worse bug.
                        ClientLog.Fault(_log, _options.ClientId, end);
                    }

                    // A link that broke as soon as it stood counts as a failure, else a broker that throws us out is hammered.
                    failures = _time.GetElapsedTime(opened) > _options.LongestBackoff ? 0 : failures + 1;
                    LastTrouble = end.Message;
                    var wait = Backoff.Wait(failures - 1, _options.ShortestBackoff, _options.LongestBackoff, _luck.NextDouble());
                    ClientLog.Down(_log, _options.ClientId, _options.Host, _options.Port, end.Message, (long)wait.TotalMilliseconds);
                    await WaitAsync(evidence, wait, ct);
                }
            }
        }
        catch (Exception end) when (ct.IsCancellationRequested && end is (OperationCanceledException or LinkEndedException))
        {
            // Asked to end, maybe just as the link did by itself; the goodbye has been said.
        }
        finally
        {
            _outstanding.CancelAll();
            _wishes.CancelAll();
        }
    }

    /// <summary>
    /// Publishes. QoS 1: returns the reason in the broker's PUBACK, however many links that takes; at once
    /// <see cref="MqttReason.QuotaExceeded"/> when too many are held. A cancelled QoS 1 message that was already sent may
    /// still arrive. QoS 0: returns Success when it was handed to the socket, <see cref="MqttReason.ServerUnavailable"/> when
    /// there is none. Throws <see cref="ArgumentException"/> for a topic nobody can publish to or QoS 2.
    /// </summary>
    public Task<MqttReason> PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct) =>
        PublishAsync(new MqttPublish { Topic = topic, Payload = payload, Qos = qos, Retain = retain }, ct);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlyMemory{byte}, MqttQos, bool, CancellationToken)"/>
    public Task<MqttReason> PublishAsync(MqttPublish message, CancellationToken ct)
    {
        if (!Topics.IsName(message.Topic) || message.Qos > MqttQos.AtLeastOnce)
        {
            throw new ArgumentException($"'{message.Topic}' at QoS {(int)message.Qos} cannot be published", nameof(message));
        }
        if (message.Qos == MqttQos.AtLeastOnce)
        {
            return _outstanding.PublishAsync(message, ct);
        }
        var sent = Volatile.Read(ref _link)?.Send(message) ?? false;
        return Task.FromResult(sent ? MqttReason.Success : MqttReason.ServerUnavailable);
    }

    /// <summary>
    /// Wants to hear a filter; returns what the broker granted or why it refused. A refused filter is forgotten, a granted
    /// one is asked for again whenever the broker has forgotten the session. Throws for an invalid filter or QoS 2.
    /// </summary>
    public Task<MqttReason> SubscribeAsync(string filter, MqttQos qos, CancellationToken ct)
    {
        if (!Topics.IsFilter(filter) || qos > MqttQos.AtLeastOnce)
        {
            throw new ArgumentException($"'{filter}' at QoS {(int)qos} cannot be subscribed to", nameof(filter));
        }
        return WantAsync(filter, qos, ct);
    }

    /// <summary>Wants to hear a filter no more; returns the broker's reason.</summary>
    public Task<MqttReason> UnsubscribeAsync(string filter, CancellationToken ct) => WantAsync(filter, null, ct);

    /// <summary>Returns when a link is up.</summary>
    public Task WhenConnectedAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            return _connected.Task.WaitAsync(ct);
        }
    }

    /// <summary>There is evidence that the broker can be reached now (carrier, a hello, another link's success): do not wait.</summary>
    public void TryNow()
    {
        lock (_gate)
        {
            _evidence.TrySetResult();
            _evidence = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ServeAsync(ClientLink link, CancellationToken ct)
    {
        ClientLog.Up(_log, _options.ClientId, _options.Host, _options.Port, link.SessionPresent);
        _wishes.LinkUp(link.SessionPresent);
        Volatile.Write(ref _link, link);
        Ask();
        _outstanding.LinkUp(link.Outbox, link.Terms, link.SessionPresent);
        lock (_gate)
        {
            _connected.TrySetResult();
        }
        _options.LinkChanged?.Invoke(true);
        try
        {
            await link.RunAsync(_outstanding, _wishes, ct);
        }
        finally
        {
            Volatile.Write(ref _link, null);
            _outstanding.LinkDown();
            lock (_gate)
            {
                _connected = NewSignal();
            }
            if (ct.IsCancellationRequested)
            {
                await link.GoodbyeAsync();
            }
            _options.LinkChanged?.Invoke(false);
        }
    }

    private async Task<MqttReason> WantAsync(string filter, MqttQos? qos, CancellationToken ct)
    {
        var answer = _wishes.Want(filter, qos);
        Ask();
        return await answer.WaitAsync(ct);
    }

    private void Ask()
    {
        if (Volatile.Read(ref _link) is { } link)
        {
            foreach (var packet in _wishes.ToAsk())
            {
                // Not taken by a full outbox means a link about to be given up; the next one asks again.
                link.Send(packet);
            }
        }
    }

    private async Task WaitAsync(TaskCompletionSource evidence, TimeSpan wait, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var delay = Task.Delay(wait, _time, enough.Token);
        await Task.WhenAny(evidence.Task, delay);
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }
}
