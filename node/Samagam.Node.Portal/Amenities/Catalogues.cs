using Samagam.Routing;
using Samagam.Routing.Amenities;

namespace Samagam.Node.Portal.Amenities;

/// <summary>The catalogue of the map in force, made when it is first asked for after the map has changed.</summary>
internal sealed class Catalogues
{
    private readonly Lock _gate = new();
    private volatile Kept? _kept;

    public AmenityCatalogue Of(MapSnapshot map)
    {
        if (_kept is { } kept && ReferenceEquals(kept.Map, map))
        {
            return kept.Catalogue.Value;
        }
        lock (_gate)
        {
            if (_kept is null || !ReferenceEquals(_kept.Map, map))
            {
                _kept = new Kept(map, new Lazy<AmenityCatalogue>(() => new AmenityCatalogue(map)));
            }
            return _kept.Catalogue.Value;
        }
    }

    /// <summary>Whether nobody would wait for the catalogue of a map and its index of names.</summary>
    public bool IsReady(MapSnapshot map) => _kept is { } kept && ReferenceEquals(kept.Map, map) && kept.Catalogue is { IsValueCreated: true, Value.IsSearchReady: true };

    private sealed record Kept(MapSnapshot Map, Lazy<AmenityCatalogue> Catalogue);
}
