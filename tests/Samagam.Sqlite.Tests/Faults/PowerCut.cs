using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

/// <summary>
/// What a disk would hold after the power fails: everything synced, and of what was written since, any part: writes kept,
/// dropped, in another order, or torn at a 512-byte sector.
/// </summary>
internal sealed class PowerCut
{
    private const int SectorBytes = 512;
    private readonly Dictionary<string, FileImage> _files = [];

    public void Watch(FaultyDisk disk)
    {
        disk.Written = (path, offset, bytes) => Image(path).Pending.Add((offset, bytes));
        disk.Truncated = (path, size) => Image(path).Pending.Add((size, null));
        // SQLite syncs the folder when it deletes a journal; the log itself is never deleted while the store is open.
        disk.Deleted = path => _files.Remove(path);
        disk.Synced = path => Image(path).Settle();
    }

    /// <summary>Writes what is left to another folder.</summary>
    public void LeaveIn(string folder, Random luck)
    {
        foreach (var (path, image) in _files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), image.After(luck));
        }
    }

    private FileImage Image(string path)
    {
        if (!_files.TryGetValue(path, out var image))
        {
            _files[path] = image = new FileImage();
        }
        return image;
    }

    private sealed class FileImage
    {
        private byte[] _settled = [];

        /// <summary>Bytes at an offset, or a new size where there are none.</summary>
        public List<(long At, byte[]? Bytes)> Pending { get; } = [];

        public void Settle()
        {
            foreach (var (at, bytes) in Pending)
            {
                _settled = Apply(_settled, at, bytes);
            }
            Pending.Clear();
        }

        public byte[] After(Random luck)
        {
            var left = (byte[])_settled.Clone();
            foreach (var (at, bytes) in Pending)
            {
                switch (luck.Next(4))
                {
                    case 0:
                        break;
                    case 1 when bytes is { Length: > SectorBytes }:
                        var torn = luck.Next(1, (bytes.Length + SectorBytes - 1) / SectorBytes) * SectorBytes;
                        left = luck.Next(2) == 0 ? Apply(left, at, bytes[..torn]) : Apply(left, at + torn, bytes[torn..]);
                        break;
                    default:
                        left = Apply(left, at, bytes);
                        break;
                }
            }
            return left;
        }

        private static byte[] Apply(byte[] content, long at, byte[]? bytes)
        {
            if (bytes is null)
            {
                Array.Resize(ref content, (int)at);
                return content;
            }
            var end = (int)at + bytes.Length;
            if (end > content.Length)
            {
                Array.Resize(ref content, end);
            }
            bytes.CopyTo(content, (int)at);
            return content;
        }
    }
}
