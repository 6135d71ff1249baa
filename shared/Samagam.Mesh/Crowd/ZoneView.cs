using Samagam.Core.Crowd;
using Samagam.Mesh.Picture;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Mesh.Crowd;

/// <summary>How full a zone is, as routes reckon with it and as every door shows it. Age is left out where nobody has spoken.</summary>
/// <param name="Dangerous">Routes do not come in while there is any other way.</param>
/// <param name="Belief">0 (nothing but the usual) to 1 (a fresh word of somebody taken at it).</param>
/// <param name="SectorId">The sector its middle lies in; left out without one.</param>
public sealed record ZoneView(
    string ZoneId, string Name, string NameHi, int Level, double DensityPerM2, bool Dangerous, long? AgeSeconds, double Belief, string? SectorId = null)
{
    /// <summary>The crowd zones of a map, in its order.</summary>
    public static IReadOnlyList<ZoneView> All(MapSnapshot map, PathConditions conditions, PictureSnapshot picture, long nowMs, CrowdOptions options) =>
    [
        .. map.Zones.Where(z => z.Kind == ZoneKind.Crowd).Select(z =>
        {
            var crowd = picture.Crowd.At(z.Id, nowMs, options);
            var known = conditions.Zones.TryGetValue(z.Id, out var condition) ? condition : new ZoneCondition(crowd.DensityPerM2, IsDangerous: false);
            return new ZoneView(
                z.Id, z.Name.In("en"), z.Name.In("hi"), CrowdLevels.Of(known.DensityPerM2), Math.Round(known.DensityPerM2, 2), known.IsDangerous,
                crowd.Belief > 0 ? crowd.AgeMs / 1000 : null, Math.Round(crowd.Belief, 2), map.SectorOf(MiddleOf(z.Bounds))?.Id);
        }),
    ];

    private static Coordinate MiddleOf(MapBounds bounds) => new(
        (bounds.SouthWest.LatitudeDeg + bounds.NorthEast.LatitudeDeg) / 2,
        (bounds.SouthWest.LongitudeDeg + bounds.NorthEast.LongitudeDeg) / 2);
}
