using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Samagam.Routing.Osm;

namespace Samagam.Routing.MapPack;

/// <summary>
/// The container of a pack that is read: a stranger's bytes. Whatever is wrong is a <see cref="MapFormatException"/>, before any memory is taken for it.
/// </summary>
internal sealed class PackFile
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly bool[] _used;

    /// <summary>Reads header and table, and checks all of them; not the hash.</summary>
    public PackFile(ReadOnlyMemory<byte> file, MapPackLimits limits)
    {
        _file = file;
        var bytes = file.Span;
        if (bytes.Length < PackFormat.HeaderBytes)
        {
            throw new MapFormatException(MapFault.Truncated, "it ends within the header of a map pack", bytes.Length);
        }
        if (!bytes.StartsWith(PackFormat.Magic))
        {
            throw new MapFormatException(MapFault.UnknownFormat, "it does not begin as a map pack does", 0);
        }
        Major = BinaryPrimitives.ReadUInt16LittleEndian(bytes[PackFormat.VersionAt..]);
        Minor = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(PackFormat.VersionAt + 2)..]);
        if (Major != PackFormat.Major)
        {
            throw new MapFormatException(MapFault.Unsupported,
                $"it is a map pack of format {Major}.{Minor}, this box reads format {PackFormat.Major}: build the pack with the same Samagam as the box", PackFormat.VersionAt);
        }
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[PackFormat.LengthAt..]);
        if (length != (ulong)bytes.Length)
        {
            throw new MapFormatException(
                length > (ulong)bytes.Length ? MapFault.Truncated : MapFault.Malformed, $"it has {bytes.Length} bytes, its header says {length}", PackFormat.LengthAt);
        }
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[PackFormat.FlagsAt..]) != 0)
        {
            throw new MapFormatException(MapFault.Unsupported, "it asks for something this box does not know (flags)", PackFormat.FlagsAt);
        }
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[PackFormat.SectionsAt..]);
        if (count > limits.MaxSections || PackFormat.HeaderBytes + (count * PackFormat.EntryBytes) > bytes.Length)
        {
            throw new MapFormatException(MapFault.Malformed, $"it says it has {count} sections", PackFormat.SectionsAt);
        }
        Sections = new PackSection[count];
        _used = new bool[count];
        long end = PackFormat.HeaderBytes + (count * PackFormat.EntryBytes);
        for (var i = 0; i < Sections.Length; i++)
        {
            var at = PackFormat.HeaderBytes + (i * PackFormat.EntryBytes);
            Sections[i] = Entry(bytes.Slice(at, PackFormat.EntryBytes), at, end, bytes.Length);
            end = Sections[i].Offset + Sections[i].Length;
            if (!_byName.TryAdd(Sections[i].Name, i))
            {
                throw new MapFormatException(MapFault.Malformed, $"it has two sections {Sections[i].Name}", at);
            }
        }
        if (end != bytes.Length)
        {
            throw new MapFormatException(MapFault.Malformed, "bytes follow its last section", end);
        }
    }

    public ushort Major { get; }

    public ushort Minor { get; }

    public PackSection[] Sections { get; }

    /// <summary>The SHA-256 its header carries.</summary>
    public ReadOnlySpan<byte> Sha256 => _file.Span.Slice(PackFormat.HashAt, PackFormat.HashBytes);

    /// <summary>Refuses a pack whose bytes are not those that were written.</summary>
    public void CheckHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_file.Span[..PackFormat.HashAt]);
        hash.AppendData(_file.Span[PackFormat.HeaderBytes..]);
        Span<byte> sha = stackalloc byte[PackFormat.HashBytes];
        hash.GetHashAndReset(sha);
        if (!sha.SequenceEqual(Sha256))
        {
            throw new MapFormatException(MapFault.Malformed, "its SHA-256 is not the one in its header: the file is damaged or was changed", PackFormat.HashAt);
        }
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>A copy of a section. <paramref name="count"/>: how many values it must have; any number when null.</summary>
    public T[] Column<T>(string name, int? count = null)
        where T : unmanaged
    {
        var bytes = Find(name, Unsafe.SizeOf<T>(), count);
        var values = GC.AllocateUninitializedArray<T>(bytes.Length / Unsafe.SizeOf<T>());
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            PackOrder.Turn(values.AsSpan());
        }
        return values;
    }

    /// <summary>A section of bytes, in place: valid as long as the memory the pack lies in.</summary>
    public ReadOnlySpan<byte> Bytes(string name) => Find(name, 1, null);

    /// <summary>Call when all known sections were read: refuses a pack that needs more than this version knows.</summary>
    public void CheckAllKnown()
    {
        for (var i = 0; i < Sections.Length; i++)
        {
            if (Sections[i].IsRequired && !_used[i])
            {
                throw new MapFormatException(MapFault.Unsupported,
                    $"it needs its section {Sections[i].Name}, which this box does not know: build the pack with the same Samagam as the box", -1);
            }
        }
    }

    /// <summary>Refuses values outside of a range, both ends included.</summary>
    public static void CheckRange(string name, int[] values, int least, int most)
    {
        // Min and Max of an array go a whole vector at a time, from the first call on.
        if (values.Length > 0 && (values.Min() < least || values.Max() > most))
        {
            throw Bad($"section {name} has a value outside of {least} to {most}");
        }
    }

    /// <inheritdoc cref="CheckRange(string, int[], int, int)"/>
    public static void CheckRange(string name, ReadOnlySpan<byte> values, byte most)
    {
        if (values.IndexOfAnyExceptInRange((byte)0, most) >= 0)
        {
            throw Bad($"section {name} has a value above {most}");
        }
    }

    /// <summary>Refuses a column of starts that does not rise from 0 to an end, by at least so much each time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CheckStarts(string name, int[] starts, int count, int end, int least = 0)
    {
        var isGood = starts.Length == count + 1 && starts[0] == 0 && starts[count] == end;
        for (var i = 0; isGood && i < count; i++)
        {
            isGood = (long)starts[i + 1] - starts[i] >= least;
        }
        if (!isGood)
        {
            throw Bad($"section {name} does not rise from 0 to {end}");
        }
    }

    public static MapFormatException Bad(string why) => new(MapFault.Malformed, why, -1);

    private static PackSection Entry(ReadOnlySpan<byte> entry, int at, long after, long fileLength)
    {
        var name = entry[..PackFormat.NameBytes].TrimEnd((byte)0);
        if (name.IsEmpty || name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            throw new MapFormatException(MapFault.Malformed, "a section has no readable name", at);
        }
        var text = System.Text.Encoding.ASCII.GetString(name);
        var (flags, size) = (BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));
        var (offset, length) = (BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]), BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]));
        if (size is not (1 or 2 or 4 or 8) || offset > (ulong)fileLength || length > (ulong)fileLength - offset || length % size != 0
            || (long)offset != PackFormat.Aligned(after))
        {
            throw new MapFormatException(MapFault.Malformed, $"section {text} does not lie where it says it does ({length} bytes of {size} at {offset})", at);
        }
        return new PackSection(text, (flags & PackFormat.Required) != 0, (int)size, (long)offset, (long)length);
    }

    private ReadOnlySpan<byte> Find(string name, int elementBytes, int? count)
    {
        if (!_byName.TryGetValue(name, out var i))
        {
            throw Bad($"it has no section {name}");
        }
        var section = Sections[i];
        if (section.ElementBytes != elementBytes || (count is { } wanted && section.Length != (long)wanted * elementBytes))
        {
            throw Bad($"section {name} has {section.Length} bytes of {section.ElementBytes}, {count ?? section.Length / elementBytes} values of {elementBytes} were expected");
        }
        _used[i] = true;
        return _file.Span.Slice((int)section.Offset, (int)section.Length);
    }
}

/// <summary>A section of a map pack.</summary>
/// <param name="Name">At most eight ASCII characters.</param>
/// <param name="IsRequired">Whether a reader that does not know it must refuse the pack.</param>
/// <param name="ElementBytes">Bytes of one value: 1, 2, 4 or 8.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Bytes.</param>
public sealed record PackSection(string Name, bool IsRequired, int ElementBytes, long Offset, long Length);
