using Samagam.Routing.Drawing;
using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Tests.Drawing;

public sealed class PackTests
{
    [Fact]
    public void A_map_from_a_pack_is_drawn_as_the_one_it_was_made_of()
    {
        var map = MapSnapshot.Sample();
        using var file = new MemoryStream();
        MapPackWriter.Write(map, file);
        var packed = MapPackReader.Read(file.ToArray());
        Assert.True(packed.IsSample);
        Assert.Equal(map.Report.Water, packed.Report.Water);
        Assert.All(DecodedTile.Cover(map, 15), t => Assert.Equal(
            DecodedTile.Of(map, t).Root.GetProperty("layers").GetRawText(), DecodedTile.Of(packed, t).Root.GetProperty("layers").GetRawText()));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(200)]
    public void Drawing_that_does_not_add_up_is_refused(byte look)
    {
        var map = MapSnapshot.Sample();
        using var file = new MemoryStream();
        var draft = new PackDraft();
        InfoText.Add(draft, map.Report);
        GraphColumns.Add(draft, map.Graph);
        PlaceColumns.AddZones(draft, map.Zones);
        PlaceColumns.AddAmenities(draft, map.Amenities);
        DrawnColumns.Add(draft, map.DrawnParts with { WayClasses = [.. map.DrawnParts.WayClasses.Select(_ => look)] });
        draft.WriteTo(file);
        Assert.Throws<MapFormatException>(() => MapPackReader.Read(file.ToArray()));
    }

    [Fact]
    public void A_pack_without_drawing_is_drawn_dry_and_one_with_more_water_than_allowed_is_refused()
    {
        var map = MapSnapshot.Sample();
        using var file = new MemoryStream();
        MapPackWriter.Write(map, file);
        Assert.Throws<MapFormatException>(() => MapPackReader.Read(file.ToArray(), new MapLoadOptions { MaxWaterPoints = map.DrawnParts.LatE7.Length - 1 }));
        Assert.NotEqual(0, MapPackReader.Read(file.ToArray(), new MapLoadOptions { MaxWaterPoints = map.DrawnParts.LatE7.Length }).Report.Water);
        using var dry = new MemoryStream();
        var draft = new PackDraft();
        InfoText.Add(draft, map.Report);
        GraphColumns.Add(draft, map.Graph);
        AreaColumns.Add(draft, map.Ground.OpenGround.Columns);
        GridColumns.Add(draft, map.Grid);
        PlaceColumns.AddZones(draft, map.Zones);
        PlaceColumns.AddAmenities(draft, map.Amenities);
        draft.WriteTo(dry);
        var tile = DecodedTile.Of(MapPackReader.Read(dry.ToArray()), TileAddress.Of(map.Amenities.First(a => a.Name.En == "Ram Ghat").Point, 15));
        Assert.Empty(tile.Layer("water"));
        Assert.NotEmpty(tile.Layer("ways"));
    }
}
