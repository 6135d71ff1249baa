using Samagam.Core.Crowd;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Routes;
using Samagam.Routing;
using Samagam.Routing.Conditions;

namespace Samagam.Hub.Crowd;

/// <summary>
/// The map as the control room needs it: names of zones, and how they are by the same rule that routes go by at the nodes. The hub
/// leads nobody, so nothing is weighed. Safe for concurrent use.
/// </summary>
public sealed class ZoneWatch
{
    /// <summary>How often crowd drifts and orders begin and end without a new fact.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly FactDesk _desk;
    private readonly EventPicture _picture;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile MapSnapshot? _map;
    private PathConditions _conditions = PathConditions.Usual;

    public ZoneWatch(FactDesk desk, EventPicture picture, CrowdOptions options, TimeProvider time)
    {
        options.Validate();
        (_desk, _picture, Options, _time) = (desk, picture, options, time);
    }

    public CrowdOptions Options { get; }

    /// <summary>Null until a map is there.</summary>
    public MapSnapshot? Map => _map;

    /// <summary>Puts a map in force; zones it does not have any more are forgotten.</summary>
    public void Put(MapSnapshot map)
    {
        lock (_gate)
        {
            (_map, _conditions) = (map, PathConditions.Usual with { Epoch = _conditions.Epoch + 1 });
        }
    }

    /// <summary>The conditions of now. Danger comes and goes by hysteresis, so it is looked at each <see cref="Tick"/> even when nobody asks.</summary>
    public PathConditions Conditions()
    {
        lock (_gate)
        {
            return _map is { } map ? _conditions = MapConditions.Next(_conditions, map, _picture.Snapshot, _desk.BestTime().WallMs, Options) : _conditions;
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Conditions();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
