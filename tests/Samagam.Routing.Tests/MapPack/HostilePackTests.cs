using System.Buffers.Binary;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;
using Samagam.Routing.Zones;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.MapPack;

/// <summary>A pack is a stranger's bytes: it is refused with a sentence, or it answers; nothing else happens.</summary>
public sealed class HostilePackTests
{
    private static readonly byte[] Good = Packs.Of(Packs.Town(new Random(1)));

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Good.Length; length += length < 4096 ? 1 : 37)
        {
            Assert.Throws<MapFormatException>(() => Packs.Load(Good[..length]));
            if (length >= 8)
            {
                Assert.Throws<MapFormatException>(() => MapPackReader.Read(Good.AsMemory(0, length)));
            }
        }
    }

    [Fact]
    public void Any_flipped_bit_is_refused() => Seeds.ForEach(fresh: 1, (_, luck) =>
    {
        for (var i = 0; i < 1500; i++)
        {
            var spoiled = Good.ToArray();
            spoiled[luck.Next(8, spoiled.Length)] ^= (byte)(1 << luck.Next(8));
            Assert.Throws<MapFormatException>(() => Packs.Load(spoiled));
        }
    });

    [Fact]
    public void A_pack_of_another_format_says_what_to_do()
    {
        var newer = Good.ToArray();
        newer[PackFormat.VersionAt] = 2;
        var refused = Assert.Throws<MapFormatException>(() => Packs.Load(newer));
        Assert.Equal(MapFault.Unsupported, refused.Fault);
        Assert.Contains("format 2.0, this box reads format 1", refused.Message, StringComparison.Ordinal);
        var minor = Good.ToArray();
        minor[PackFormat.VersionAt + 2] = 7;
        Packs.Load(Packs.Rehashed(minor));
    }

    [Fact]
    public void A_section_nobody_knows_is_ignored_unless_it_is_needed()
    {
        var optional = Renamed("hrc.node", "new.thng", flags: 0);
        Assert.Null(Packs.Load(optional).Hierarchy);
        var refused = Assert.Throws<MapFormatException>(() => Packs.Load(Renamed("hrc.node", "new.thng", flags: 1)));
        Assert.Contains("new.thng", refused.Message, StringComparison.Ordinal);
        Assert.Equal(MapFault.Unsupported, refused.Fault);
        Assert.Contains("no section edg.tail", Assert.Throws<MapFormatException>(() => Packs.Load(Renamed("edg.tail", "x", flags: 0))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edg.head", 0, 1_000_000)]
    [InlineData("edg.tail", 1, -1)]
    [InlineData("edg.pf", 0, 1)]
    [InlineData("edg.pf", 1, 1)]
    [InlineData("edg.zf", 1, 99)]
    [InlineData("edg.name", 0, 1_000)]
    [InlineData("edg.mm", 0, -5)]
    [InlineData("edg.ms", 0, int.MaxValue)]
    [InlineData("vtx.lat", 0, 900_000_001)]
    [InlineData("pnt.lon", 0, int.MinValue)]
    [InlineData("vtx.part", 0, 4_000)]
    [InlineData("parts", 1, 4_000)]
    [InlineData("ezn.zone", 0, 1)]
    [InlineData("grd.seg", 0, -1)]
    [InlineData("grd.cell", 0, 7)]
    [InlineData("hrc.node", 0, 1_000_000)]
    [InlineData("names", 0, 3_000_000)]
    [InlineData("amn.id", 0, -3)]
    [InlineData("amn.tf", 1, -3)]
    [InlineData("zon.rf", 0, 1)]
    [InlineData("zon.pf", 1, 1)]
    [InlineData("text.at", 2, -1)]
    [InlineData("plm.at", 0, 1_000)]
    [InlineData("plm.at", 1, 1_000_000)]
    [InlineData("plm.at", 1, -1)]
    [InlineData("plm.at", 2, 1_000_000)]
    [InlineData("plm.at", 3, -1)]
    [InlineData("plm.at", 3, int.MaxValue)]
    public void A_number_out_of_its_range_is_refused_though_the_hash_is_right(string section, int index, int value)
        => Assert.Throws<MapFormatException>(() => Packs.Load(Packs.With(Good, section, index, value)));

    [Fact]
    public void A_node_that_is_twice_in_the_order_is_refused()
        => Assert.Throws<MapFormatException>(() => Packs.Load(Packs.With(Good, "hrc.node", bytes => bytes[..4].CopyTo(bytes[4..]))));

    [Theory]
    [InlineData("amn.type", 200)]
    [InlineData("edg.kind", 200)]
    [InlineData("edg.step", 3)]
    [InlineData("edg.dir", 8)]
    [InlineData("edg.clmb", 2)]
    [InlineData("zon.kind", 2)]
    [InlineData("ezn.in", 4)]
    [InlineData("text.utf", 0xFF)]
    public void A_byte_out_of_its_range_is_refused_though_the_hash_is_right(string section, byte value)
        => Assert.Throws<MapFormatException>(() => Packs.Load(Packs.With(Good, section, bytes => bytes[0] = value)));

    [Fact]
    public void Not_a_number_is_no_place()
        => Assert.Throws<MapFormatException>(() => Packs.Load(Packs.With(Good, "amn.at", bytes => BinaryPrimitives.WriteDoubleLittleEndian(bytes, double.NaN))));

    [Fact]
    public void Every_limit_is_held_to()
    {
        var map = Packs.Load(Good);
        var edges = map.Report.Edges;
        var sections = MapPackReader.Inspect(Good).Sections.Count;
        Refused(new MapLoadOptions { MaxEdges = edges - 1 }, new MapLoadOptions { MaxEdges = edges });
        Refused(new MapLoadOptions { MaxAmenities = map.Amenities.Count - 1 }, new MapLoadOptions { MaxAmenities = map.Amenities.Count });
        Refused(new MapLoadOptions { MaxZones = map.Zones.Count - 1 }, new MapLoadOptions { MaxZones = map.Zones.Count });
        Refused(new MapLoadOptions { Pack = new() { MaxBytes = Good.Length - 1 } }, new MapLoadOptions { Pack = new() { MaxBytes = Good.Length } });
        Refused(new MapLoadOptions { Pack = new() { MaxSections = sections - 1 } }, new MapLoadOptions { Pack = new() { MaxSections = sections } });
        Refused(new MapLoadOptions { Pack = new() { MaxTexts = 3 } }, new MapLoadOptions());
        Refused(new MapLoadOptions { Hierarchy = new() { MaxArcs = map.Hierarchy!.ArcCount - 1 } }, new MapLoadOptions { Hierarchy = new() { MaxArcs = map.Hierarchy.ArcCount } });

        static void Refused(MapLoadOptions tooLittle, MapLoadOptions enough)
        {
            Assert.Throws<MapFormatException>(() => Packs.Load(Good, tooLittle));
            Packs.Load(Good, enough);
        }
    }

    [Fact]
    public void Whatever_is_spoiled_under_a_right_hash_it_is_refused_or_it_answers() => Seeds.ForEach(fresh: 2, (_, luck) =>
    {
        var (refused, answered) = (0, 0);
        for (var i = 0; i < 1500; i++)
        {
            var spoiled = Packs.Rehashed(Spoiled(luck));
            try
            {
                Ask(Packs.Load(spoiled), luck);
                answered++;
            }
            catch (MapFormatException)
            {
                refused++;
            }
        }
        // Both happened, or nothing was tried.
        Assert.True(refused > 100 && answered > 50, $"{refused} refused, {answered} answered");
    }, 1, 2);

    private static byte[] Spoiled(Random luck)
    {
        var pack = Good.ToArray();
        var sections = MapPackReader.Inspect(Good).Sections;
        for (var n = luck.Next(1, 4); n > 0; n--)
        {
            var section = sections[luck.Next(sections.Count)];
            switch (luck.Next(6))
            {
                case 0:
                    pack[luck.Next(8, pack.Length)] ^= (byte)(1 << luck.Next(8));
                    break;
                case 1:
                    // The table of sections is where it hurts most.
                    pack[luck.Next(8, PackFormat.HeaderBytes + (sections.Count * PackFormat.EntryBytes))] = (byte)luck.Next(256);
                    break;
                case 2 when section.Length >= 8:
                    var from = (int)section.Offset + luck.Next((int)section.Length - 3);
                    BinaryPrimitives.WriteInt32LittleEndian(pack.AsSpan(from), luck.Next(4) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, _ => luck.Next(100) });
                    break;
                case 3 when section.Length > 0:
                    luck.NextBytes(pack.AsSpan((int)section.Offset + luck.Next((int)section.Length), 1));
                    break;
                case 4 when section.Length >= 8:
                    // Two values change places.
                    var span = pack.AsSpan((int)section.Offset, (int)section.Length);
                    var (a, b) = (luck.Next(span.Length / 4) * 4, luck.Next(span.Length / 4) * 4);
                    var (one, other) = (span.Slice(a, 4).ToArray(), span.Slice(b, 4).ToArray());
                    other.CopyTo(span[a..]);
                    one.CopyTo(span[b..]);
                    break;
                default:
                    var at = luck.Next(pack.Length);
                    pack = luck.Next(2) == 0 ? [.. pack[..at], .. new byte[luck.Next(1, 65)], .. pack[at..]] : pack[..Math.Max(PackFormat.HeaderBytes, at)];
                    BinaryPrimitives.WriteInt64LittleEndian(pack.AsSpan(PackFormat.LengthAt), pack.Length);
                    return pack;
            }
        }
        return pack;
    }

    private static void Ask(MapSnapshot map, Random luck)
    {
        var views = new MapViews(map, Packs.Small);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var view = views.Next(new PathConditions
            {
                Epoch = epoch,
                Zones = map.Zones.Where(z => z.Kind == ZoneKind.Crowd).DistinctBy(z => z.Id).ToDictionary(z => z.Id, _ => ZoneCondition.After(false, luck.NextDouble() * 6)),
                Orders = epoch == 0 ? [] : [new PathOrder((PathOrderEffect)luck.Next(4), [1000 + luck.Next(1, 60), 200_005], [], luck.Next(360))],
            });
            foreach (var asked in (MapView[])[view, map.Under(view.Conditions)])
            {
                for (var metric = 0; metric < WalkMetrics.Count; metric++)
                {
                    var (from, to) = (Near(luck), Near(luck));
                    if (asked.Route(from, to, (WalkMetric)metric) is RouteFound found)
                    {
                        map.Guide(found);
                        asked.StateOf(found, (WalkMetric)metric);
                    }
                    asked.WalkTimes(from, [to, Near(luck)], (WalkMetric)metric);
                }
                asked.Nearest(Near(luck), AmenityType.Toilet);
                asked.Nearest(Near(luck), AmenityType.Medical, metric: WalkMetric.Accessible);
            }
        }
        map.SectorOf(Near(luck));

        static Coordinate Near(Random luck) => new(50 + (luck.NextDouble() * 0.005), 8 + (luck.NextDouble() * 0.005));
    }

    private static byte[] Renamed(string section, string name, byte flags)
    {
        var pack = Good.ToArray();
        var number = MapPackReader.Inspect(Good).Sections.Select(s => s.Name).ToList().IndexOf(section);
        var entry = pack.AsSpan(PackFormat.HeaderBytes + (number * PackFormat.EntryBytes), PackFormat.EntryBytes);
        entry[..8].Clear();
        System.Text.Encoding.ASCII.GetBytes(name, entry);
        entry[8] = flags;
        return Packs.Rehashed(pack);
    }
}
