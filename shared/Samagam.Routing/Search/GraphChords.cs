using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Every vertex as a point in space, for straight distances without trigonometry.</summary>
internal sealed class GraphChords
{
    private readonly double[] _xyz;

    public GraphChords(WalkGraph graph)
    {
        _xyz = new double[graph.VertexCount * 3];
        for (var v = 0; v < graph.VertexCount; v++)
        {
            (_xyz[v * 3], _xyz[(v * 3) + 1], _xyz[(v * 3) + 2]) = Of(graph.VertexAt(v));
        }
    }

    public (double X, double Y, double Z) Of(Coordinate point)
    {
        var (sinLat, cosLat) = Math.SinCos(point.LatitudeDeg * Math.PI / 180);
        var (sinLon, cosLon) = Math.SinCos(point.LongitudeDeg * Math.PI / 180);
        const double r = Coordinate.EarthRadiusMetres;
        return (r * cosLat * cosLon, r * cosLat * sinLon, r * sinLat);
    }

    /// <summary>Straight through the Earth, metres.</summary>
    public double Metres(int vertex, (double X, double Y, double Z) to)
    {
        var (x, y, z) = (_xyz[vertex * 3] - to.X, _xyz[(vertex * 3) + 1] - to.Y, _xyz[(vertex * 3) + 2] - to.Z);
        return Math.Sqrt((x * x) + (y * y) + (z * z));
    }
}
