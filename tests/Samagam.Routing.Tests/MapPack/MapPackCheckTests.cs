using System.Buffers.Binary;
using Samagam.Routing.MapPack;

namespace Samagam.Routing.Tests.MapPack;

/// <summary>What reading lets pass because nothing breaks by it, a check finds.</summary>
public sealed class MapPackCheckTests
{
    private static readonly byte[] Good = Packs.Of(Packs.Town(new Random(1), 7));

    private static IReadOnlyList<string> Check(byte[] pack) => MapPackCheck.Run(Packs.Load(pack), 200, new Random(4), TestContext.Current.CancellationToken);

    [Fact]
    public void A_good_pack_has_nothing_wrong() => Assert.Empty(Check(Good));

    [Fact]
    public void A_length_that_is_not_that_of_its_line_is_found()
        => Assert.Contains("long; its line is", Check(Packs.With(Good, "edg.mm", 3, 123_456))[0], StringComparison.Ordinal);

    [Fact]
    public void A_junction_moved_away_from_its_paths_is_found()
        => Assert.Contains("does not begin and end", Check(Packs.With(Good, "vtx.lat", 3, 500_000_000))[0], StringComparison.Ordinal);

    [Fact]
    public void An_amenity_put_elsewhere_is_found()
        => Assert.Contains("amenities", Assert.Single(Check(Packs.With(Good, "plm.at", 3, 0))), StringComparison.Ordinal);

    [Fact]
    public void An_index_of_other_paths_and_parts_that_are_none_are_found()
    {
        Assert.Contains("spatial index", Assert.Single(Check(Packs.With(Good, "grd.seg", 0, BinaryPrimitives.ReadInt32LittleEndian(Last(Good))))), StringComparison.Ordinal);
        Assert.Contains("parts", Assert.Single(Check(Packs.With(Good, "parts", bytes => bytes[0]++))), StringComparison.Ordinal);

        static byte[] Last(byte[] pack)
        {
            var at = MapPackReader.Inspect(pack).Sections.Single(s => s.Name == "grd.seg");
            return pack[(int)(at.Offset + at.Length - 4)..(int)(at.Offset + at.Length)];
        }
    }
}
