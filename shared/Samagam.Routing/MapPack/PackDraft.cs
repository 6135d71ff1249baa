using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Routing.MapPack;

/// <summary>The sections of a pack that is being made. The same sections give the same bytes.</summary>
internal sealed class PackDraft
{
    private readonly List<Section> _sections = [];

    /// <summary>The texts all sections share; written last.</summary>
    public TextDraft Texts { get; } = new();

    /// <summary>Adds a column. The array is not copied; it must stay as it is until the pack is written.</summary>
    /// <param name="name">At most eight ASCII characters, not used before.</param>
    /// <param name="values">Numbers of 1, 2, 4 or 8 bytes.</param>
    /// <param name="required">Whether a reader that does not know the section must refuse the pack.</param>
    public void Add<T>(string name, T[] values, bool required = true)
        where T : unmanaged
    {
        if (name.Length is 0 or > PackFormat.NameBytes || !Ascii.IsValid(name) || _sections.Exists(s => s.Name == name))
        {
            throw new ArgumentException($"'{name}' is no name for a section, or is one already", nameof(name));
        }
        _sections.Add(new Section<T>(name, required, values));
    }

    /// <summary>Writes the pack and gives its SHA-256.</summary>
    public byte[] WriteTo(Stream to)
    {
        Texts.AddTo(this);
        var head = new byte[PackFormat.Aligned(PackFormat.HeaderBytes + (_sections.Count * PackFormat.EntryBytes))];
        long end = head.Length;
        for (var i = 0; i < _sections.Count; i++)
        {
            var offset = PackFormat.Aligned(end);
            WriteEntry(head.AsSpan(PackFormat.HeaderBytes + (i * PackFormat.EntryBytes), PackFormat.EntryBytes), _sections[i], offset);
            end = offset + _sections[i].Bytes;
        }
        PackFormat.Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(PackFormat.VersionAt), PackFormat.Major);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(PackFormat.VersionAt + 2), PackFormat.Minor);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(PackFormat.SectionsAt), _sections.Count);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(PackFormat.LengthAt), end);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head, 0, PackFormat.HashAt);
        hash.AppendData(head.AsSpan(PackFormat.HeaderBytes));
        ForEachPart(hash.AppendData);
        var sha = hash.GetHashAndReset();
        sha.CopyTo(head, PackFormat.HashAt);
        to.Write(head);
        ForEachPart(to.Write);
        return sha;
    }

    /// <summary>Names and bytes of the sections, in order.</summary>
    public IEnumerable<(string Name, long Bytes)> Sizes => _sections.Select(s => (s.Name, s.Bytes));

    private static void WriteEntry(Span<byte> entry, Section section, long offset)
    {
        Encoding.ASCII.GetBytes(section.Name, entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], section.IsRequired ? PackFormat.Required : 0);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], section.ElementBytes);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(entry[24..], section.Bytes);
    }

    private void ForEachPart(PartSink sink)
    {
        Span<byte> zeros = stackalloc byte[PackFormat.Alignment];
        zeros.Clear();
        long at = 0;
        foreach (var section in _sections)
        {
            sink(zeros[..(int)(PackFormat.Aligned(at) - at)]);
            section.Give(sink);
            at = PackFormat.Aligned(at) + section.Bytes;
        }
    }

    private delegate void PartSink(ReadOnlySpan<byte> part);

    private abstract record Section(string Name, bool IsRequired, int ElementBytes, long Bytes)
    {
        public abstract void Give(PartSink sink);
    }

    private sealed record Section<T>(string Name, bool IsRequired, T[] Values)
        : Section(Name, IsRequired, Marshal.SizeOf<T>(), (long)Values.Length * Marshal.SizeOf<T>())
        where T : unmanaged
    {
        // In pieces, because a column may have more bytes than a span.
        private const int Piece = 1 << 16;

        public override void Give(PartSink sink)
        {
            for (var at = 0; at < Values.Length; at += Piece)
            {
                var piece = Values.AsSpan(at, Math.Min(Piece, Values.Length - at));
                if (BitConverter.IsLittleEndian)
                {
                    sink(MemoryMarshal.AsBytes(piece));
                }
                else
                {
                    T[] turned = [.. piece];
                    PackOrder.Turn(turned.AsSpan());
                    sink(MemoryMarshal.AsBytes(turned.AsSpan()));
                }
            }
        }
    }
}
