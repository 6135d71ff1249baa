using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Samagam.Mesh.Store;

/// <summary>Tells this very file from a copy of it: inode number and time of birth, by <c>statx(2)</c>.</summary>
internal static partial class FileIdentity
{
    private const int AtCurrentFolder = -100;
    private const uint WantInode = 0x100;
    private const uint WantBirth = 0x800;

    public static string Of(string path)
    {
        Span<byte> answer = stackalloc byte[256];
        if (StatX(AtCurrentFolder, path, 0, WantInode | WantBirth, ref MemoryMarshal.GetReference(answer)) != 0)
        {
            throw new IOException($"{path}: statx failed with errno {Marshal.GetLastPInvokeError()}");
        }
        // Offsets of struct statx: mask 0, inode 32, birth seconds 80 and nanoseconds 88.
        var inode = BinaryPrimitives.ReadUInt64LittleEndian(answer[32..]);
        var hasBirth = (BinaryPrimitives.ReadUInt32LittleEndian(answer) & WantBirth) != 0;
        var born = hasBirth
            ? string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadInt64LittleEndian(answer[80..])}.{BinaryPrimitives.ReadUInt32LittleEndian(answer[88..])}")
            : "unknown";
        return string.Create(CultureInfo.InvariantCulture, $"inode {inode} born {born}");
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte answer);
}
