using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Samagam.Routing;
using Samagam.Routing.Drawing;

namespace Samagam.Node.Portal.Amenities;

/// <summary>
/// Makes ready what of a map is worked out at its first use, the index of names and what is drawn: after the start and after a swap, beside the requests, so that
/// no one of them pays for it. A request that comes sooner does the same work itself or waits for it; readiness waits for nothing here.
/// </summary>
internal sealed class MapWarmth : BackgroundService
{
    private readonly PortalParts _parts;
    private readonly Catalogues _catalogues;
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly ConditionalWeakTable<MapSnapshot, TaskCompletionSource<bool>> _done = [];
    private MapSnapshot? _warm;

    public MapWarmth(PortalParts parts, Catalogues catalogues)
    {
        (_parts, _catalogues) = (parts, catalogues);
        parts.Node.Map.OnChanged((now, before) =>
        {
            if (now.Map != before?.Map)
            {
                _rung.Writer.TryWrite(true);
            }
        });
        // The map may have been there before.
        _rung.Writer.TryWrite(true);
    }

    /// <summary>Ends when a map has been made ready.</summary>
    public Task<bool> WarmedAsync(MapSnapshot map) => Done(map).Task;

    private TaskCompletionSource<bool> Done(MapSnapshot map) => _done.GetValue(map, static _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Warms the map in force; false when it is warm already, or there is none.</summary>
    public bool Step()
    {
        lock (_gate)
        {
            if (_parts.Node.Map.View is not { } view || ReferenceEquals(view.Map, _warm))
            {
                return false;
            }
            Warm(view);
            _warm = view.Map;
            Done(view.Map).TrySetResult(true);
            return true;
        }
    }

    private void Warm(MapView view)
    {
        // A search and a picture as people ask for them: what they run through is compiled by that, too.
        _catalogues.Of(view.Map).Search.Find("water", static _ => true);
        var (sw, ne) = (view.Map.Bounds.SouthWest, view.Map.Bounds.NorthEast);
        RoutePicture.Draw(view, new PictureOrder([sw, ne], "hi", "", "") { Credit = RoutePicture.CreditOf(view.Map, "hi") });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _rung.Reader.ReadAsync(stoppingToken).ConfigureAwait(false);
                await Task.Run(Step, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
