using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Samagam.BoxHost;

/// <summary>Whether the kernel's clock was set by a time source (NTP, PTP, GNSS): <c>adjtimex(2)</c> without STA_UNSYNC.</summary>
internal static class KernelClock
{
    private const int TimeError = 5;
    private const int Unsynchronised = 0x0040;

    public static bool IsSynchronised()
    {
        // struct timex: modes at 0 (zero: only read), status at 40 on 64-bit Linux; 208 bytes in all.
        var timex = new byte[256];
        var state = AdjTimeX(timex);
        return state >= 0 && state != TimeError && (BinaryPrimitives.ReadInt32LittleEndian(timex.AsSpan(40)) & Unsynchronised) == 0;
    }

    [DllImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static extern int AdjTimeX(byte[] timex);
}
