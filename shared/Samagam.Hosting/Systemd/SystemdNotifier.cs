using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Samagam.Hosting;

/// <summary>
/// Tells systemd how this process is: datagrams to the socket named by <c>NOTIFY_SOCKET</c> (sd_notify(3)), a path or an
/// abstract name (<c>@name</c>). Outside systemd every call is a no-op that answers false.
/// </summary>
public sealed class SystemdNotifier : IDisposable
{
    private const int MaxStatusChars = 256;
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _target;

    /// <param name="environment">Reads a variable of the environment: <c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c>,
    /// <c>WATCHDOG_PID</c>.</param>
    /// <param name="processId">Of this process; a watchdog set for another is not ours to feed.</param>
    public SystemdNotifier(Func<string, string?> environment, int processId)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } name || name[0] is not ('/' or '@'))
        {
            return;
        }
        _target = new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name);
        // A manager that does not read must not hold this process up.
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        var ours = environment("WATCHDOG_PID") is not { Length: > 0 } pid || pid == processId.ToString(CultureInfo.InvariantCulture);
        if (ours && long.TryParse(environment("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
        {
            WatchdogInterval = TimeSpan.FromMicroseconds(microseconds);
        }
    }

    /// <summary>After this long without <see cref="Alive"/> systemd restarts the process; null when it does not watch.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>Notices that could not be sent since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    private long _failures;

    /// <summary>Start-up is done.</summary>
    public bool Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public bool Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>Shut-down began.</summary>
    public bool Stopping() => Send("STOPPING=1");

    /// <summary>Feeds the watchdog once.</summary>
    public bool Alive() => Send("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private bool Send(string message)
    {
        if (_socket is null)
        {
            return false;
        }
        try
        {
            return _socket.SendTo(Encoding.UTF8.GetBytes(message), _target!) > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The manager is gone or does not read: counted, and no reason to stop serving.
            Interlocked.Increment(ref _failures);
            return false;
        }
    }

    private static string OneLine(string status) =>
        (status.Length <= MaxStatusChars ? status : status[..MaxStatusChars]).Replace('\n', ' ').Replace('\r', ' ');
}

/// <summary>
/// Feeds systemd's watchdog at half its interval (sd_watchdog_enabled(3)), but only while the process says it is alive:
/// a box that hangs is restarted.
/// </summary>
public sealed class WatchdogPump : IDisposable
{
    private readonly SystemdNotifier _notifier;
    private readonly Func<bool> _isAlive;
    private readonly ITimer? _timer;

    /// <param name="notifier">Not disposed by this.</param>
    /// <param name="isAlive">Short, and never throws; false withholds the food.</param>
    /// <param name="time">Beats.</param>
    public WatchdogPump(SystemdNotifier notifier, Func<bool> isAlive, TimeProvider time)
    {
        _notifier = notifier;
        _isAlive = isAlive;
        if (notifier.WatchdogInterval is { } interval)
        {
            _timer = time.CreateTimer(static pump => ((WatchdogPump)pump!).Step(), this, TimeSpan.Zero, interval / 2);
        }
    }

    /// <summary>Beats withheld because the process did not call itself alive.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    private long _withheld;

    public void Dispose() => _timer?.Dispose();

    private void Step()
    {
        if (_isAlive())
        {
            _notifier.Alive();
        }
        else
        {
            Interlocked.Increment(ref _withheld);
        }
    }
}
