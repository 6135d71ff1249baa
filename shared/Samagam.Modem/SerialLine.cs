using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Samagam.Modem;

/// <summary>
/// A serial line of Linux, raw: eight bits, no parity, no echo, no flow control by software (termios(3)). A read gives back after at most
/// <see cref="ReadMs"/> with what came, maybe nothing, so that it can be stopped.
/// </summary>
public sealed class SerialLine : IDisposable
{
    /// <summary>Longest wait of one read, ms.</summary>
    public const int ReadMs = 200;

    private const int Interrupted = 4;
    private const int OpenReadWrite = 2, OpenNoTerminal = 0x100, OpenCloseOnExec = 0x80000;

    // struct termios of Linux, the same on x64 and arm64: four flag words, the line discipline, 32 control characters, two speeds.
    private const int TermiosBytes = 60, ControlFlags = 8, ControlChars = 17, VTime = 5, VMin = 6;
    private const uint Local = 0x800, Reader = 0x80, HardwareFlow = 0x80000000;

    private readonly SafeFileHandle _handle;

    private SerialLine(SafeFileHandle handle) => _handle = handle;

    /// <summary>Speeds and their names in termios.</summary>
    internal static FrozenDictionary<int, uint> Speeds { get; } =
        new Dictionary<int, uint> { [9_600] = 0xD, [19_200] = 0xE, [38_400] = 0xF, [57_600] = 0x1001, [115_200] = 0x1002, [230_400] = 0x1003, [460_800] = 0x1004, [921_600] = 0x1007 }.ToFrozenDictionary();

    /// <exception cref="IOException">There is no such line, it may not be used, or it is no terminal.</exception>
    public static SerialLine Open(string path, int baud)
    {
        var descriptor = OpenFile(path, OpenReadWrite | OpenNoTerminal | OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            var state = new byte[TermiosBytes];
            Check(GetState(descriptor, state), path);
            MakeRaw(state);
            var flags = BinaryPrimitives.ReadUInt32LittleEndian(state.AsSpan(ControlFlags));
            BinaryPrimitives.WriteUInt32LittleEndian(state.AsSpan(ControlFlags), (flags | Local | Reader) & ~HardwareFlow);
            state[ControlChars + VMin] = 0;
            state[ControlChars + VTime] = ReadMs / 100;
            Check(SetSpeed(state, Speeds[baud]), path);
            Check(SetState(descriptor, 0, state), path);
            return new SerialLine(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What came, 0 for nothing in <see cref="ReadMs"/>.</summary>
    /// <exception cref="IOException">The line is gone: unplugged.</exception>
    public int Read(byte[] buffer)
    {
        var read = ReadSome(_handle, buffer, (nuint)buffer.Length);
        return read >= 0 ? (int)read : Marshal.GetLastPInvokeError() == Interrupted ? 0 : throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    /// <exception cref="IOException">The line is gone: unplugged.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = WriteSome(_handle, bytes.ToArray(), (nuint)bytes.Length);
            if (written < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
            }
            bytes = bytes[(int)Math.Max(written, 0)..];
        }
    }

    public void Dispose() => _handle.Dispose();

    private static void Check(int result, string path)
    {
        if (result != 0)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadSome(SafeFileHandle descriptor, [Out] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteSome(SafeFileHandle descriptor, byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static extern int GetState(int descriptor, byte[] termios);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static extern int SetState(int descriptor, int actions, byte[] termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw(byte[] termios);

    [DllImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static extern int SetSpeed(byte[] termios, uint speed);
}
