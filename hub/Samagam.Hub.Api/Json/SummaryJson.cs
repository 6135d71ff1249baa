using Samagam.Hub.Board;

namespace Samagam.Hub.Api.Json;

/// <summary>One box of the table.</summary>
public sealed record BoxJson(
    string Node, string Name, string NameHi, int Sector, double Lat, double Lng, bool Hub, long? HeardSecondsAgo, bool Linked, bool Silent, int OpenCases, int OnDuty)
{
    public static BoxJson Of(BoxRow row) => new(
        row.Box.Node.ToString(), row.Box.Name, row.Box.NameHi, row.Box.Sector, row.Point.LatitudeDeg, row.Point.LongitudeDeg,
        row.IsHub, row.HeardSecondsAgo, row.Linked, row.Silent, row.Open, row.OnDuty);
}

/// <summary>One sector at a glance.</summary>
public sealed record SectorJson(int Sector, int Open, int Pending, long? OldestPendingSeconds, int OnDuty, int Boxes, int SilentBoxes)
{
    public static SectorJson Of(SectorRow row) => new(row.Sector, row.Open, row.Pending, row.OldestPending?.Seconds, row.OnDuty, row.Boxes, row.SilentBoxes);
}

/// <summary>The event in figures.</summary>
public sealed record SummaryJson(long Version, BoardTotals Totals, IReadOnlyList<SectorJson> Sectors)
{
    public static SummaryJson Of(BoardView view) => new(view.Version, view.Totals, [.. view.Sectors.Select(SectorJson.Of)]);
}
