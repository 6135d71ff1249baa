using System.Text.Json;
using Samagam.Core.Content;

namespace Samagam.Wire.Content;

/// <summary>Writes what is signed of a pack. The same files and words give the same bytes, on every machine.</summary>
public static class ContentPackWriter
{
    /// <summary>What a manifest says of a file.</summary>
    public static PackFile Describe(string name, ReadOnlySpan<byte> bytes) => new(name, bytes.Length, ContentPackReader.HashOf(bytes));

    /// <summary>The manifest's bytes: indented UTF-8, files by name, languages in order, time in whole seconds of UTC, a line feed at the end.</summary>
    public static byte[] Manifest(PackManifest manifest)
    {
        var at = manifest.Published.ToUniversalTime();
        var shape = new ManifestShape(
            PackManifest.CurrentFormat,
            manifest.Pack,
            manifest.Version,
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)),
            manifest.Title,
            manifest.TitleHi,
            manifest.Licence,
            [.. manifest.Languages.Order(StringComparer.Ordinal)],
            [.. manifest.Files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new FileShape(f.Name, f.Bytes, f.Sha256))],
            manifest.IsSample);
        return [.. JsonSerializer.SerializeToUtf8Bytes(shape, ContentJson.Writing.Readable.ManifestShape), (byte)'\n'];
    }
}
