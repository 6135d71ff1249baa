namespace Samagam.Routing.MapPack;

/// <summary>
/// The container of a map pack, version 1. Everything is little-endian.
/// </summary>
/// <remarks>
/// <para>Header, 64 bytes: magic (8), major and minor version (2 + 2), number of sections (4), length of the file (8),
/// flags, none yet (8), SHA-256 of everything but itself (32).</para>
/// <para>Then one entry of 32 bytes per section: name (8, ASCII, padded with zeros), flags (4; bit 0: who does not know it
/// must refuse the pack), bytes of one element (4: 1, 2, 4 or 8), offset (8), length in bytes (8). Then the sections, in
/// the order of their entries, each at a multiple of 64, zeros between.</para>
/// <para>A new minor version only adds sections that may be ignored; anything else is a new major version.</para>
/// </remarks>
internal static class PackFormat
{
    public const ushort Major = 1;
    public const ushort Minor = 0;
    public const int HeaderBytes = 64;
    public const int EntryBytes = 32;
    public const int NameBytes = 8;
    public const int Alignment = 64;
    public const uint Required = 1;

    public const int VersionAt = 8;
    public const int SectionsAt = 12;
    public const int LengthAt = 16;
    public const int FlagsAt = 24;
    public const int HashAt = 32;
    public const int HashBytes = 32;

    /// <summary>As of PNG: a first byte no text has, a line end that a careless copy would change, and an end of text.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'M', (byte)'A', (byte)'P', (byte)'\r', (byte)'\n', 0x1A];

    public static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
