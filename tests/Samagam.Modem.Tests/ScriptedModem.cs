using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Samagam.Modem.Tests;

/// <summary>A modem at the other end of a real pseudo-terminal: answers commands as told, echoes like one fresh from the box, and remembers what it was told.</summary>
internal sealed class ScriptedModem : IDisposable
{
    private readonly FileStream _master;
    private readonly FileStream _held;
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly Task _talking;
    private volatile bool _stop;
    private bool _echo = true;

    public ScriptedModem()
    {
        var descriptor = OpenMaster(2 | 0x100);
        Assert.True(descriptor >= 0 && Grant(descriptor) == 0 && Unlock(descriptor) == 0, "no pseudo-terminal");
        _master = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        var name = new byte[128];
        Assert.Equal(0, NameOf(descriptor, name, (nuint)name.Length));
        Path = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
        // Somebody holds the line: a master whose other end was closed reads an error.
        _held = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _talking = Task.Factory.StartNew(Talk, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Path { get; }

    /// <summary>Answer to a command; null for the usual one, empty for silence.</summary>
    public Func<string, string?> Script { get; set; } = _ => null;

    public IReadOnlyList<string> Heard => [.. _heard];

    public void Dispose()
    {
        _stop = true;
        // Wakes the reader: what is written at this end is read at that one.
        _held.Write("\r"u8);
        _talking.Wait(TimeSpan.FromSeconds(5), CancellationToken.None);
        _held.Dispose();
        _master.Dispose();
    }

    private void Talk()
    {
        var buffer = new byte[512];
        var command = new StringBuilder();
        var inText = false;
        while (!_stop)
        {
            var read = _master.Read(buffer);
            foreach (var b in buffer.AsSpan(0, read))
            {
                if (b == 0x1B)
                {
                    _heard.Enqueue("<ESC>");
                    (inText, _) = (false, command.Clear());
                    Say("\r\nOK\r\n");
                }
                else if (b != (inText ? 0x1A : (byte)'\r'))
                {
                    command.Append((char)b);
                }
                else
                {
                    var said = command.ToString();
                    command.Clear();
                    _heard.Enqueue(said);
                    inText = Answer(said, inText);
                }
            }
        }
    }

    private bool Answer(string said, bool wasText)
    {
        if (_echo && !wasText)
        {
            Say(said + "\r");
        }
        var answer = Script(said) ?? (wasText ? "\r\n+CMGS: 12\r\n\r\nOK\r\n" : said switch
        {
            "ATE0" => "\r\nOK\r\n",
            "AT+CPIN?" => "\r\n+CPIN: READY\r\n\r\nOK\r\n",
            "AT+CREG?" => "\r\n+CREG: 0,5\r\n\r\nOK\r\n",
            _ when said.StartsWith("AT+CMGS=", StringComparison.Ordinal) => "\r\n> ",
            _ => "\r\nOK\r\n",
        });
        _echo &= said != "ATE0";
        Say(answer);
        return answer.EndsWith("> ", StringComparison.Ordinal);
    }

    private void Say(string text) => _master.Write(Encoding.ASCII.GetBytes(text));

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static extern int OpenMaster(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static extern int NameOf(int descriptor, byte[] name, nuint length);
}
