using System.Runtime.ExceptionServices;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Osm;
using Samagam.Routing.Zones;

namespace Samagam.Routing.MapPack;

/// <summary>
/// Reads map packs. A pack is a stranger's bytes, whatever its hash says: every count, place and number is checked before it is used, so that
/// a pack is either refused or answers every question.
/// </summary>
public static class MapPackReader
{
    /// <summary>Whether a file that begins like this is meant as a pack.</summary>
    public static bool IsPack(ReadOnlySpan<byte> start) => start.StartsWith(PackFormat.Magic);

    /// <summary>The map in a pack. Nothing of the memory is kept.</summary>
    /// <param name="pack">The whole file.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <exception cref="MapFormatException">It is no pack, damaged, of another format, or beyond a limit; nothing came of it.</exception>
    public static MapSnapshot Read(ReadOnlyMemory<byte> pack, MapLoadOptions? options = null)
    {
        options ??= new MapLoadOptions();
        options.Validate();
        var file = new PackFile(pack, options.Pack);
        MapSnapshot? map = null;
        ContractionHierarchy? hierarchy = null;
        Exception?[] faults = new Exception?[3];
        // Three things that do not need each other; the hash speaks first, because a damaged file is the usual trouble.
        Parallel.Invoke(
            () => Try(0, () => _ = (hierarchy = OrderColumns.Read(file, options.Hierarchy))?.Schedule),
            () => Try(1, file.CheckHash),
            () => Try(2, () => map = new MapSnapshot(Parts(file, options), options)));
        if ((faults[1] ?? faults[2] ?? faults[0]) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
        file.CheckAllKnown();
        return map!.OrderedBy(hierarchy);

        void Try(int which, Action work)
        {
            try
            {
                work();
            }
            // Thrown below: of a damaged file only its hash is of interest.
            catch (Exception fault)
            {
                faults[which] = fault;
            }
        }
    }

    /// <summary>Header and sections of a pack, with its hash checked but its content not read.</summary>
    /// <exception cref="MapFormatException">It is no pack, damaged, or of another format.</exception>
    public static MapPackContents Inspect(ReadOnlyMemory<byte> pack, MapPackLimits? limits = null)
    {
        var file = new PackFile(pack, limits ?? new MapPackLimits());
        file.CheckHash();
        return new MapPackContents(file.Major, file.Minor, Convert.ToHexStringLower(file.Sha256), file.Sections);
    }

    /// <summary>The map in a file if that is a pack, else null.</summary>
    internal static MapSnapshot? TryRead(Func<Stream> open, MapLoadOptions options, CancellationToken cancel)
    {
        using var stream = open();
        Span<byte> start = stackalloc byte[PackFormat.Magic.Length];
        if (!IsPack(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]))
        {
            return null;
        }
        cancel.ThrowIfCancellationRequested();
        return Read(Rest(start, stream, options.Pack), options);
    }

    private static MapParts Parts(PackFile file, MapLoadOptions options)
    {
        var texts = new Texts(file, options.Pack.MaxTexts);
        var zones = PlaceColumns.ReadZones(file, texts, options);
        var amenities = PlaceColumns.ReadAmenities(file, texts, options);
        var graph = GraphColumns.Read(file, texts, zones.Count(z => z.Kind == ZoneKind.Crowd), options);
        var drawn = DrawnColumns.Read(file, texts, options);
        var report = InfoText.Read(file) with
        {
            Water = drawn.Water.Length,
            Vertices = graph.VertexCount,
            Edges = graph.EdgeCount,
            Components = graph.ComponentCount,
            Amenities = amenities.Count,
            Zones = zones.Count,
        };
        return new MapParts(graph, AreaColumns.Read(file, texts, graph.VertexCount), amenities, zones, Convert.ToHexStringLower(file.Sha256)[..16], report)
        {
            Grid = GridColumns.Read(file, graph),
            Placed = PlacedColumns.Read(file, graph, amenities),
            Drawn = drawn,
        };
    }

    // A file that grows or shrinks meanwhile is found out by its header: nothing is mapped that could go away.
    private static byte[] Rest(ReadOnlySpan<byte> start, Stream stream, MapPackLimits limits)
    {
        var length = stream.CanSeek ? stream.Length : 1 << 20;
        if (length > limits.MaxBytes)
        {
            throw TooLarge(limits);
        }
        var file = GC.AllocateUninitializedArray<byte>((int)Math.Max(length, start.Length));
        start.CopyTo(file);
        var got = start.Length;
        while (true)
        {
            got += stream.ReadAtLeast(file.AsSpan(got), file.Length - got, throwOnEndOfStream: false);
            if (got < file.Length)
            {
                return file[..got];
            }
            var more = stream.ReadByte();
            if (more < 0)
            {
                return file;
            }
            if (file.Length == limits.MaxBytes)
            {
                throw TooLarge(limits);
            }
            Array.Resize(ref file, (int)Math.Min(limits.MaxBytes, Math.Max(file.Length * 2L, 1 << 16)));
            file[got++] = (byte)more;
        }
    }

    private static MapFormatException TooLarge(MapPackLimits limits) => new(MapFault.TooLarge, $"it has more than the {limits.MaxBytes} bytes a map pack may have", -1);
}

/// <summary>What a pack says of itself.</summary>
/// <param name="Major">Of the format.</param>
/// <param name="Minor">Of the format.</param>
/// <param name="Sha256">Of everything but itself, hexadecimal.</param>
/// <param name="Sections">In the order they lie in the file.</param>
public sealed record MapPackContents(int Major, int Minor, string Sha256, IReadOnlyList<PackSection> Sections);
