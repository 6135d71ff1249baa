using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Guidance;

/// <summary>A part of a route that is told in one instruction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, maybe empty.</param>
/// <param name="FirstPoint">Where the instruction is given: index into the geometry.</param>
/// <param name="MainPoint">Where the part begins that the name means; what lies between is too short to be told.</param>
internal readonly record struct Stretch(
    PathKind Kind, PathName Name, int FirstPoint, int MainPoint, double LengthMetres, double Seconds, LegFlags Flags);

/// <summary>
/// Joins the legs of a route to what is worth an instruction: a kerb, a landing between two flights or the few metres of a
/// crossing are no news to who walks there.
/// </summary>
internal static class Stretches
{
    /// <summary>A plain part below this is told with the next.</summary>
    private const double ShortMetres = 15;

    /// <summary>Below this, a part with another name inside one street is left out.</summary>
    private const double InsertMetres = 40;

    /// <summary>Below this, a part without a name that goes straight on is left out.</summary>
    private const double NamelessMetres = 100;

    public static List<Stretch> Of(RouteFound route)
    {
        var kept = new List<Stretch>(route.Pieces.Length);
        foreach (ref readonly var leg in route.Pieces)
        {
            Add(kept, new Stretch(leg.Kind, leg.Name, leg.FirstPoint, leg.FirstPoint, leg.LengthMetres, leg.Seconds, leg.Flags), route.Points);
        }
        if (kept.Count > 1 && kept[^1] is var last && last.LengthMetres < ShortMetres && IsPlain(last) && IsPlain(kept[^2]))
        {
            kept.RemoveAt(kept.Count - 1);
            kept[^1] = Join(kept[^1], last);
        }
        return kept;
    }

    private static void Add(List<Stretch> kept, in Stretch next, ReadOnlySpan<Coordinate> points)
    {
        if (kept.Count == 0)
        {
            kept.Add(next);
            return;
        }
        var last = kept[^1];
        if (GoesOn(last, next, last.FirstPoint, points))
        {
            kept[^1] = Join(last, next);
            return;
        }
        if (IsPlain(last) && last.LengthMetres < InsertMetres)
        {
            // Between two parts of one street, or of one flight of steps.
            if (kept.Count > 1 && GoesOn(kept[^2], next, last.FirstPoint, points))
            {
                kept.RemoveAt(kept.Count - 1);
                kept[^1] = Join(Join(kept[^1], last), next);
                return;
            }
            if (last.LengthMetres < ShortMetres)
            {
                kept[^1] = Join(last, next) with { Kind = next.Kind, Name = next.Name, MainPoint = next.MainPoint };
                return;
            }
        }
        if (IsPlain(last) && IsPlain(next) && next.Name.IsEmpty && next.LengthMetres < NamelessMetres && Bearings.IsStraight(points, next.FirstPoint, next.MainPoint))
        {
            kept[^1] = Join(last, next);
            return;
        }
        kept.Add(next);
    }

    private static bool GoesOn(in Stretch a, in Stretch b, int from, ReadOnlySpan<Coordinate> points) =>
        a.Name == b.Name && Ground(a.Kind) == Ground(b.Kind) && ((a.Flags ^ b.Flags) & LegFlags.Gate) == 0
            && (a.Kind != PathKind.Steps || ((a.Flags ^ b.Flags) & (LegFlags.Up | LegFlags.Down)) == 0)
            && (!IsPlain(a) || Bearings.IsStraight(points, from == a.FirstPoint ? b.FirstPoint : from, b.MainPoint));

    private static bool IsPlain(in Stretch s) => Ground(s.Kind) == 0 && (s.Flags & LegFlags.Gate) == 0;

    private static int Ground(PathKind kind) => kind switch
    {
        PathKind.Steps => 1,
        PathKind.Ferry => 2,
        PathKind.AreaCrossing or PathKind.AreaRim => 3,
        _ => 0,
    };

    // What is partly one-way is not wholly so; anything else on it is worth saying.
    private static Stretch Join(in Stretch a, in Stretch b) => a with
    {
        LengthMetres = a.LengthMetres + b.LengthMetres,
        Seconds = a.Seconds + b.Seconds,
        Flags = ((a.Flags | b.Flags) & ~LegFlags.OneWay) | (a.Flags & b.Flags & LegFlags.OneWay),
    };
}
