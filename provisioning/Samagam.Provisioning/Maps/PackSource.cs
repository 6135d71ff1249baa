using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>A pack on disk, read whole.</summary>
internal static class PackSource
{
    /// <exception cref="MapFormatException">It is too large to be a pack, or none.</exception>
    public static byte[] Read(string path)
    {
        var limits = new MapPackLimits();
        using var file = RegularFile.OpenRead(path);
        Span<byte> start = stackalloc byte[8];
        if (!MapPackReader.IsPack(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]))
        {
            throw new MapFormatException(MapFault.UnknownFormat, "it is no map pack; make one with: ./samagam map build FILE", 0);
        }
        if (file.Length > limits.MaxBytes)
        {
            throw new MapFormatException(MapFault.TooLarge, $"it has {file.Length} bytes, a map pack has at most {limits.MaxBytes}", -1);
        }
        file.Position = 0;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
