using Samagam.Core.Amenities;
using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Mesh.Amenities;
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

    /// <summary>Least time between two maps with other amenities: drawing and index are made anew for each.</summary>
    public static readonly TimeSpan WeaveEvery = TimeSpan.FromMilliseconds(500);

    private readonly FactDesk _desk;
    private readonly EventPicture _picture;
    private readonly CrowdOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly Lock _gate = new();
    private volatile MapView? _view;
    private MapViews? _views;

    // The map as it was read, and what of staff's word was laid over it for the view in force.
    private volatile MapSnapshot? _ground;
    private AmenityBook? _woven;
    private long _wovenAt;
    private Action<MapView, MapView?> _changed = (_, _) => { };

    public LiveMap(FactDesk desk, EventPicture picture, CrowdOptions options, TimeProvider time)
    {
        options.Validate();
        (_desk, _picture, _options, _time) = (desk, picture, options, time);
        picture.OnChanged((now, facts) =>
        {
            if (facts.Any(f => f.Kind == FactKinds.CrowdReported.Name || f.Kind == FactKinds.WayOrdered.Name
                || f.Kind == FactKinds.AmenitySaid.Name || f.Kind == FactKinds.CategorySaid.Name))
            {
                Ring();
            }
        });
    }

    /// <summary>Null until the first map is there.</summary>
    public MapView? View => _view;

    /// <summary>The map as it was read, without what staff say over it; null until the first is there.</summary>
    public MapSnapshot? Ground => _ground;

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
            (_ground, _view) = (map, map.Under(PathConditions.Usual));
        }
        // Ordering a city takes a second, unless it came ordered from a pack.
        var views = new MapViews(map);
        lock (_gate)
        {
            (_views, _ground, _woven) = (views, map, null);
            Publish(Weave(map), _view?.Conditions ?? PathConditions.Usual, always: true);
        }
    }

    /// <summary>Brings the view up to date; true when it changed. Weighing a new set takes milliseconds, so this runs beside the requests.</summary>
    /// <param name="mayWeave">Whether what staff said of amenities is laid over the map, too.</param>
    public bool Step(bool mayWeave = true)
    {
        lock (_gate)
        {
            // While the first map is being ordered there is nothing to weigh it with; putting it in force looks at the facts itself.
            if (_view is not { } view || _views is null)
            {
                return false;
            }
            var map = mayWeave ? Weave(view.Map) : view.Map;
            return Publish(map, view.Conditions, always: map != view.Map);
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Step(_woven is null || _time.GetElapsedTime(_wovenAt) >= WeaveEvery);
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
        _view = _views!.Next(next, map);
        _changed(_view, old);
        _views.CatchUp();
        return true;
    }

    // The map in force, or the one read with what staff say by now.
    private MapSnapshot Weave(MapSnapshot shown)
    {
        var book = _picture.Snapshot.Amenities;
        if (_woven is { } known ? ReferenceEquals(known.Said, book.Said) && ReferenceEquals(known.Categories, book.Categories) : book.Said.IsEmpty && book.Categories.IsEmpty)
        {
            return shown;
        }
        (_woven, _wovenAt) = (book, _time.GetTimestamp());
        return AmenityWeave.Over(_ground!, book);
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
