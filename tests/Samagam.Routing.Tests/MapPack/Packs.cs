using System.Buffers.Binary;
using System.Security.Cryptography;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.MapPack;
using Samagam.Routing.Tests.Search;

namespace Samagam.Routing.Tests.MapPack;

/// <summary>Packs of small towns, and the pens to spoil them with.</summary>
internal static class Packs
{
    public static readonly HierarchyLimits Small = new() { MinNodes = 0 };

    public static byte[] Of(MapSnapshot map)
    {
        var pack = new MemoryStream();
        MapPackWriter.Write(map, pack, Small);
        return pack.ToArray();
    }

    public static MapSnapshot Load(byte[] pack, MapLoadOptions? options = null)
        => MapSnapshot.Load(() => new MemoryStream(pack, writable: false), options, cancel: TestContext.Current.CancellationToken);

    /// <summary>A town with everything a pack holds: names in two scripts, amenities with tags, zones, sectors, a gate, stairs, a square.</summary>
    public static MapSnapshot Town(Random luck, int side = 5)
    {
        var town = new DrawnTown(luck, side);
        for (var i = 0; i < 12; i++)
        {
            var near = town.At(luck.Next(town.Count));
            town.Text.Node(100_000 + i, near.LatitudeDeg + (luck.NextDouble() * 0.0003), near.LongitudeDeg + (luck.NextDouble() * 0.0003),
                luck.Next(2) == 0 ? "amenity=toilets;wheelchair=yes;fee=no" : "amenity=hospital;name=शिविर;name:en=Camp");
        }
        return town.Text
            .Node(200_001, 50.0012, 8.0012).Node(200_002, 50.0012, 8.0031).Node(200_003, 50.0031, 8.0031).Node(200_004, 50.0031, 8.0012)
            .Way(200_001, "samagam:zone=north;name=उत्तर;name:en=North", 200_001, 200_002, 200_003, 200_004, 200_001)
            .Way(200_002, "samagam:sector=4", 200_001, 200_002, 200_003, 200_001)
            .Way(200_003, "highway=pedestrian;area=yes;name=चौक", 200_001, 200_002, 200_003, 200_004, 200_001)
            .Way(200_004, "highway=steps;incline=up;name=सीढ़ी", 1, 200_001)
            .Way(200_005, "highway=footway;access=no;samagam:gate=closed", 200_003, town.Count)
            .Load();
    }

    /// <summary>Makes the hash in the header right again.</summary>
    public static byte[] Rehashed(byte[] pack)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(pack, 0, PackFormat.HashAt);
        hash.AppendData(pack.AsSpan(PackFormat.HeaderBytes));
        hash.GetHashAndReset(pack.AsSpan(PackFormat.HashAt));
        return pack;
    }

    /// <summary>A copy with one section written over.</summary>
    public static byte[] With(byte[] pack, string section, Action<Span<byte>> change)
    {
        var copy = pack.ToArray();
        var at = MapPackReader.Inspect(pack).Sections.Single(s => s.Name == section);
        change(copy.AsSpan((int)at.Offset, (int)at.Length));
        return Rehashed(copy);
    }

    /// <summary>A copy with one whole number of four bytes changed.</summary>
    public static byte[] With(byte[] pack, string section, int index, int value)
        => With(pack, section, bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes[(index * 4)..], value));
}
