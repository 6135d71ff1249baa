using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Gossip;
using Samagam.Mqtt;
using Samagam.Mqtt.Client;
using Samagam.Node.Links.Devices;
using Samagam.Trust;
using Samagam.Wire.Gossip;

namespace Samagam.Node.Links.Facts;

/// <summary>The fast road to one neighbour.</summary>
internal sealed class FastLane
{
    private readonly MqttClient _client;
    private readonly NodeId _peer;
    private readonly FastRoadOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<FactId> _inFlight = [];
    private int _frames;
    private long? _restingSince;
    private long _acknowledged;
    private long _givenUp;
    private MeshPump? _pump;
    private CancellationToken _stop;

    public FastLane(NodeId self, MqttAddress to, MeshTls tls, FastRoadOptions options, TimeProvider time, Random luck, ILogger<MqttClient> logger)
    {
        (_peer, _options, _time) = (to.Node, options, time);
        _client = new MqttClient(
            new MqttClientOptions
            {
                Host = to.Host,
                Port = to.Port,
                ClientId = string.Create(CultureInfo.InvariantCulture, $"{DeviceAccess.PeerClientPrefix}{self.Number}"),
                Tls = tls.ClientOptions(to.Node.Number),
                // What was on its way when a link broke has gone the sure road.
                CleanStart = true,
                SessionExpiry = TimeSpan.Zero,
                MaximumInflight = options.MaxInFlight,
                MaximumHeld = options.MaxInFlight,
            },
            time,
            luck,
            logger);
    }

    public bool IsConnected => _client.IsConnected;
    public long Acknowledged => Interlocked.Read(ref _acknowledged);
    public long GivenUp => Interlocked.Read(ref _givenUp);

    public void Serve(MeshPump pump) => _pump = pump;

    public void TryNow() => _client.TryNow();

    public Task RunAsync(CancellationToken stop)
    {
        _stop = stop;
        return _client.RunAsync(stop);
    }

    public bool TrySend(GossipFrame.Facts facts)
    {
        if (!_client.IsConnected || facts.Items.Count == 0)
        {
            return false;
        }
        lock (_gate)
        {
            var rests = _restingSince is { } since && _time.GetElapsedTime(since) < _options.RestAfterRefusal;
            if (rests || _frames >= _options.MaxInFlight || facts.Items.Any(f => _inFlight.Contains(f.Id)))
            {
                return false;
            }
            _frames++;
            _inFlight.UnionWith(facts.Items.Select(f => f.Id));
        }
        // Ends by itself within GiveUpAfter; at most MaxInFlight of them.
        _ = PublishAsync(facts);
        return true;
    }

    private async Task PublishAsync(GossipFrame.Facts facts)
    {
        var held = false;
        try
        {
            using var patience = new CancellationTokenSource(_options.GiveUpAfter, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop, patience.Token);
            var payload = FrameCodec.ToWire(facts).Facts.ToByteArray();
            var reason = await _client.PublishAsync(MqttTopics.FactsOf(facts.Items[0].Lane), payload, MqttQos.AtLeastOnce, retain: false, either.Token).ConfigureAwait(false);
            held = !reason.IsRefusal();
        }
        catch (OperationCanceledException)
        {
            // No answer in time: not held, as far as this road knows.
            held = false;
        }
        finally
        {
            lock (_gate)
            {
                _frames--;
                _inFlight.ExceptWith(facts.Items.Select(f => f.Id));
                _restingSince = held ? null : _time.GetTimestamp();
            }
        }
        if (held)
        {
            Interlocked.Increment(ref _acknowledged);
            _pump!.Post(new GossipInput.HeldByPeer(_peer, [.. facts.Items.Select(f => f.Id)]));
        }
        else
        {
            Interlocked.Increment(ref _givenUp);
        }
    }
}
