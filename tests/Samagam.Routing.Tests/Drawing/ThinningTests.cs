using Samagam.Routing.Drawing;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Drawing;

public sealed class ThinningTests
{
    [Fact]
    public void Every_point_left_out_at_a_zoom_is_within_the_tolerance_of_the_line_that_stays()
    {
        Seeds.ForEach(1, (seed, luck) =>
        {
            for (var round = 0; round < 200; round++)
            {
                var (x, y) = RandomLine(luck, luck.Next(2, 400));
                var zooms = new byte[x.Length];
                LineThinning.Rank(x, y, zooms);
                Assert.Equal((0, 0), (zooms[0], zooms[^1]));
                for (var zoom = DrawScale.MinZoom; zoom <= DrawScale.MaxZoom; zoom++)
                {
                    var before = 0;
                    for (var i = 1; i < x.Length; i++)
                    {
                        if (zooms[i] > zoom)
                        {
                            continue;
                        }
                        for (var left = before + 1; left < i; left++)
                        {
                            var far = Math.Sqrt(PlaneSegment.SquaredDistance(x[left], y[left], x[before], y[before], x[i], y[i]));
                            Assert.True(far <= DrawScale.ToleranceAt(zoom), $"seed {seed}, round {round}, zoom {zoom}: point {left} is {far} away");
                        }
                        before = i;
                    }
                }
            }
        });
    }

    [Fact]
    public void A_line_of_one_point_and_one_longer_than_a_piece_are_thinned_too()
    {
        var one = new byte[1];
        LineThinning.Rank([5], [5], one);
        Assert.Equal(0, one[0]);
        LineThinning.Rank([], [], []);
        var (x, y) = (Enumerable.Range(0, LineThinning.MaxPiece * 2).ToArray(), new int[LineThinning.MaxPiece * 2]);
        var zooms = new byte[x.Length];
        LineThinning.Rank(x, y, zooms);
        // A straight line: the ends, and where the pieces meet.
        Assert.Equal([0, LineThinning.MaxPiece, x.Length - 1], Enumerable.Range(0, x.Length).Where(i => zooms[i] != DrawScale.Never));
    }

    [Fact]
    public void What_is_cut_at_a_border_lies_within_it_and_covers_the_same_ground()
    {
        Seeds.ForEach(1, (seed, luck) =>
        {
            var clip = new PlaneClip(-64, -64, 2112, 1500);
            for (var round = 0; round < 300; round++)
            {
                var ring = Enumerable.Range(0, luck.Next(3, 40)).Select(_ => (X: luck.Next(-6000, 8000), Y: luck.Next(-6000, 8000))).ToList();
                var pieces = new List<(int X, int Y, bool Starts)>();
                clip.Line([.. ring], pieces);
                var cut = clip.Ring(ring);
                Assert.All(pieces.Select(p => (p.X, p.Y)).Concat(cut), p => Assert.True(p is { X: >= -64 and <= 2112, Y: >= -64 and <= 1500 }, $"seed {seed}: {p}"));
                Assert.True(pieces.Count == 0 || pieces[0].Starts);
                for (var probe = 0; probe < 50; probe++)
                {
                    var (x, y) = (luck.Next(-60, 2108) + 0.5, luck.Next(-60, 1496) + 0.5);
                    if (ring.Zip(ring.Skip(1).Append(ring[0])).Any(s => PlaneSegment.SquaredDistance(x, y, s.First.X, s.First.Y, s.Second.X, s.Second.Y) < 9))
                    {
                        continue;
                    }
                    Assert.True(Holds(ring, x, y) == Holds(cut, x, y), $"seed {seed}, round {round}: {x},{y}");
                }
            }
        });
    }

    private static bool Holds(List<(int X, int Y)> ring, double x, double y)
    {
        var inside = false;
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[i == 0 ? ring.Count - 1 : i - 1]);
            inside ^= a.Y > y != b.Y > y && x < ((b.X - (double)a.X) * (y - a.Y) / (b.Y - (double)a.Y)) + a.X;
        }
        return inside;
    }

    // Walks of all scales, with points that repeat, lines that turn back on themselves, and loops.
    private static (int[] X, int[] Y) RandomLine(Random luck, int count)
    {
        var (x, y) = (new int[count], new int[count]);
        (x[0], y[0]) = (luck.Next(WebMercator.World), luck.Next(WebMercator.World));
        for (var i = 1; i < count; i++)
        {
            var reach = 1 << luck.Next(1, 20);
            (x[i], y[i]) = luck.Next(8) switch
            {
                0 => (x[i - 1], y[i - 1]),
                1 when i > 1 => (x[i - 2], y[i - 2]),
                2 => (x[0], y[0]),
                _ => (Math.Clamp(x[i - 1] + luck.Next(-reach, reach), 0, WebMercator.World - 1), Math.Clamp(y[i - 1] + luck.Next(-reach, reach), 0, WebMercator.World - 1)),
            };
        }
        return (x, y);
    }
}
