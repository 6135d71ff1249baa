using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Routes;
using Samagam.Routing;
using Samagam.Routing.Conditions;

namespace Samagam.Node.Routes;

/// <summary>
/// The map in force under the conditions of now. Readers take <see cref="View"/> once per answer and never wait; a change of
/// crowd, orders or map puts a new view in its place.
/// </summary>
public sealed class LiveMap
{
    /// <summary>How often crowd drifts and orders begin and end without a new fact.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly FactDesk _desk;
    private readonly EventPicture _picture;
    private readonly CrowdOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Lock _gate = new();
    private volatile MapView? _view;
    private MapViews? _views;
    private Action<MapView, MapView?> _changed = (_, _) => { };

    public LiveMap(FactDesk desk, EventPicture picture, CrowdOptions options, TimeProvider time)
    {
        options.Validate();
        (_desk, _picture, _options, _time) = (desk, picture, options, time);
        picture.OnChanged((now, facts) =>
        {
            if (facts.Any(f => f.Kind == FactKinds.CrowdReported.Name || f.Kind == FactKinds.WayOrdered.Name))
            {
                Ring();
            }
        });
    }

    /// <summary>Null until the first map is there.</summary>
    public MapView? View => _view;

    public CrowdOptions Options => _options;

    /// <summary>Age of the newest crowd report held here, milliseconds; null when nobody has spoken of late. Asked anew each time: a report that changes no route is news all the same.</summary>
    public long? CrowdAgeMs => _picture.Snapshot.Crowd.NewestMs is { } newest && Math.Max(0, _desk.BestTime().WallMs - newest) is var age && age <= _options.ForgottenMs
        ? age
        : null;

    /// <summary>Doorbell after each new view: the new and the one before. Called on the pump; must be quick.</summary>
    public void OnChanged(Action<MapView, MapView?> handler)
    {
        lock (_gate)
        {
            _changed += handler;
        }
    }

    /// <summary>The map as it will be at a later moment by the orders known now; crowd drifts to the usual. Null without a map.</summary>
    public MapView? At(long wallMs)
    {
        if (_view is not { } view)
        {
            return null;
        }
        var then = MapConditions.Next(PathConditions.Usual, view.Map, _picture.Snapshot, wallMs, _options);
        return view.Map.Under(then with { Epoch = view.Conditions.Epoch });
    }

    /// <summary>Puts a map in force; requests that already hold the old one end with it.</summary>
    public void Put(MapSnapshot map)
    {
        if (_view is null && !map.IsOrdered)
        {
            // The first map answers at once, by plain search: nobody waits for it to be ordered.
            _view = map.Under(PathConditions.Usual);
        }
        // Ordering a city takes a second, unless it came ordered from a pack.
        var views = new MapViews(map);
        lock (_gate)
        {
            _views = views;
            Publish(map, _view?.Conditions ?? PathConditions.Usual, always: true);
        }
    }

    /// <summary>Brings the view up to date; true when it changed. Weighing a new set takes milliseconds, so this runs beside the requests.</summary>
    public bool Step()
    {
        lock (_gate)
        {
            // While the first map is being ordered there is nothing to weigh it with; putting it in force looks at the facts itself.
            return _view is { } view && _views is not null && Publish(view.Map, view.Conditions, always: false);
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Step();
            try
            {
                // Woken by a fact; else by the clock.
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await Task.WhenAny(_rung.WaitAsync(wait.Token), Task.Delay(Tick, _time, wait.Token)).ConfigureAwait(false);
                await wait.CancelAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private bool Publish(MapSnapshot map, PathConditions before, bool always)
    {
        var next = MapConditions.Next(before, map, _picture.Snapshot, _desk.BestTime().WallMs, _options);
        if (!always && next.Epoch == before.Epoch)
        {
            return false;
        }
        var old = _view;
        _view = _views!.Next(next);
        _changed(_view, old);
        _views.CatchUp();
        return true;
    }

    private void Ring()
    {
        if (_rung.CurrentCount == 0)
        {
            try
            {
                _rung.Release();
            }
            catch (SemaphoreFullException)
            {
                // Rung by somebody else in between: one ring is enough.
            }
        }
    }
}
