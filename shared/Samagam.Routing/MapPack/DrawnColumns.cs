using Samagam.Routing.Drawing;

namespace Samagam.Routing.MapPack;

/// <summary>How ways look and where water is, in a pack. May be left out: a map without it is drawn dry, and all its ways alike.</summary>
internal static class DrawnColumns
{
    private const string Ways = "drw.way";
    private const string Water = "wat.kind";

    public static void Add(PackDraft draft, DrawnParts drawn)
    {
        draft.Add(Ways, drawn.WayIds, required: false);
        draft.Add("drw.look", drawn.WayClasses, required: false);
        draft.Add(Water, drawn.Water, required: false);
        draft.Add("wat.name", draft.Texts.NumbersOf(drawn.WaterNames), required: false);
        draft.Add("wat.lf", drawn.FirstLine, required: false);
        draft.Add("wat.pf", drawn.FirstPoint, required: false);
        draft.Add("wat.lat", drawn.LatE7, required: false);
        draft.Add("wat.lon", drawn.LonE7, required: false);
    }

    public static DrawnParts Read(PackFile pack, Texts texts, MapLoadOptions options)
    {
        if (!pack.Has(Ways) || !pack.Has(Water))
        {
            return DrawnParts.None;
        }
        var (ways, water, lat) = (pack.Column<long>(Ways), pack.Column<byte>(Water), pack.Column<int>("wat.lat"));
        if (lat.Length > options.MaxWaterPoints)
        {
            throw PackFile.Bad($"it has {lat.Length} points of water; {options.MaxWaterPoints} are allowed");
        }
        var drawn = new DrawnParts
        {
            WayIds = ways,
            WayClasses = pack.Column<byte>("drw.look", ways.Length),
            Water = water,
            WaterNames = texts.Names(pack, "wat.name", water.Length),
            FirstLine = pack.Column<int>("wat.lf"),
            FirstPoint = pack.Column<int>("wat.pf"),
            LatE7 = lat,
            LonE7 = pack.Column<int>("wat.lon", lat.Length),
        };
        PackFile.CheckStarts("wat.lf", drawn.FirstLine, water.Length, drawn.FirstPoint.Length - 1, least: 1);
        PackFile.CheckStarts("wat.pf", drawn.FirstPoint, drawn.FirstPoint.Length - 1, lat.Length, least: 2);
        GraphColumns.CheckPlaces("wat", drawn.LatE7, drawn.LonE7);
        for (var i = 1; i < ways.Length; i++)
        {
            if (ways[i] < ways[i - 1])
            {
                throw PackFile.Bad($"section {Ways} does not rise");
            }
        }
        return Array.TrueForAll(drawn.WayClasses, c => c <= (byte)WayClass.Gate) && Array.TrueForAll(water, w => w <= (byte)WaterKind.Shore)
            ? drawn
            : throw PackFile.Bad("it draws what this build does not know");
    }
}
