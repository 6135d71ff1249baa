namespace Samagam.Routing.Graph;

/// <summary>Gathers the columns of a map's open ground, area by area.</summary>
internal sealed class GroundDraft
{
    private readonly List<(long OsmId, bool IsRelation, WalkAreaKind Kind, int Name)> _areas = [];
    private readonly GrowList<int> _firstRing = new(16);
    private readonly GrowList<int> _firstPoint = new(16);
    private readonly GrowList<int> _lat = new(64);
    private readonly GrowList<int> _lon = new(64);
    private readonly GrowList<int> _firstVertex = new(16);
    private readonly GrowList<int> _vertex = new(64);
    private readonly GrowList<int> _firstStanding = new(16);
    private readonly GrowList<int> _standing = new(16);

    public void Add(
        long osmId, bool isRelation, WalkAreaKind kind, int name, IReadOnlyList<GridPoint[]> rings, List<int> vertices, List<int> standing)
    {
        _areas.Add((osmId, isRelation, kind, name));
        _firstRing.Add(_firstPoint.Count);
        _firstVertex.Add(_vertex.Count);
        _firstStanding.Add(_standing.Count);
        foreach (var ring in rings)
        {
            _firstPoint.Add(_lat.Count);
            foreach (var point in ring)
            {
                _lat.Add(point.LatE7);
                _lon.Add(point.LonE7);
            }
        }
        _vertex.AddRange(vertices.ToArray());
        _standing.AddRange(standing.ToArray());
    }

    public GroundColumns Build(List<PathName> names, GridSegment[] barriers)
    {
        _firstRing.Add(_firstPoint.Count);
        _firstPoint.Add(_lat.Count);
        _firstVertex.Add(_vertex.Count);
        _firstStanding.Add(_standing.Count);
        return new GroundColumns
        {
            OsmId = [.. _areas.Select(a => a.OsmId)],
            IsRelation = [.. _areas.Select(a => a.IsRelation)],
            Kind = [.. _areas.Select(a => a.Kind)],
            Names = [.. _areas.Select(a => names[a.Name])],
            FirstRing = _firstRing.ToArray(),
            FirstPoint = _firstPoint.ToArray(),
            PointLatE7 = _lat.ToArray(),
            PointLonE7 = _lon.ToArray(),
            FirstVertex = _firstVertex.ToArray(),
            Vertex = _vertex.ToArray(),
            FirstStanding = _firstStanding.ToArray(),
            Standing = _standing.ToArray(),
            BarrierLatE7 = [.. barriers.SelectMany(b => new[] { b.A.LatE7, b.B.LatE7 })],
            BarrierLonE7 = [.. barriers.SelectMany(b => new[] { b.A.LonE7, b.B.LonE7 })],
        };
    }
}
