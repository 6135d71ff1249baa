using System.Net.Sockets;
using System.Text;
using Samagam.TestKit;

namespace Samagam.Hosting.Tests;

public sealed class SystemdTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Systemd_hears_ready_status_and_stopping(bool isAbstract)
    {
        using var folder = new TempFolder();
        using var manager = new SystemdEnd(folder, isAbstract);
        using var notifier = manager.Notifier();
        Assert.True(notifier.Ready("serving the ghats"));
        Assert.Equal("READY=1\nSTATUS=serving the ghats", manager.Hear());
        Assert.True(notifier.Status("two\nlines\r" + new string('x', 1000)));
        Assert.Equal("STATUS=two lines " + new string('x', 256 - 10), manager.Hear());
        Assert.True(notifier.Stopping());
        Assert.Equal("STOPPING=1", manager.Hear());
    }

    [Fact]
    public void The_watchdog_is_fed_at_half_its_interval_only_while_the_process_is_alive()
    {
        using var folder = new TempFolder();
        using var manager = new SystemdEnd(folder, isAbstract: true);
        using var notifier = manager.Notifier(("WATCHDOG_USEC", "10000000"), ("WATCHDOG_PID", "77"));
        Assert.Equal(TimeSpan.FromSeconds(10), notifier.WatchdogInterval);
        var time = new ManualTime();
        var alive = true;
        using var pump = new WatchdogPump(notifier, () => alive, time);
        time.Advance(TimeSpan.Zero);
        Assert.Equal("WATCHDOG=1", manager.Hear());
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Null(manager.HearNothing());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("WATCHDOG=1", manager.Hear());
        alive = false;
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(manager.HearNothing());
        Assert.Equal(4, pump.Withheld);
        alive = true;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("WATCHDOG=1", manager.Hear());
    }

    [Fact]
    public void A_watchdog_set_for_another_process_is_not_fed()
    {
        using var folder = new TempFolder();
        using var manager = new SystemdEnd(folder, isAbstract: false);
        using var notifier = manager.Notifier(("WATCHDOG_USEC", "1000000"), ("WATCHDOG_PID", "78"));
        Assert.Null(notifier.WatchdogInterval);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("relative")]
    public void Outside_systemd_every_call_is_a_no_op(string? socket)
    {
        using var notifier = new SystemdNotifier(name => name == "NOTIFY_SOCKET" ? socket : null, 77);
        Assert.False(notifier.Ready("all is well"));
        Assert.Equal(0, notifier.Failures);
    }

    [Fact]
    public void A_manager_that_is_gone_is_counted_and_stops_nothing()
    {
        using var folder = new TempFolder();
        using var notifier = new SystemdNotifier(name => name == "NOTIFY_SOCKET" ? folder.File("nobody") : null, 77);
        Assert.False(notifier.Ready("all is well"));
        Assert.Equal(1, notifier.Failures);
    }

    [Fact]
    public void A_manager_that_does_not_read_does_not_hold_the_process_up()
    {
        using var folder = new TempFolder();
        using var manager = new SystemdEnd(folder, isAbstract: false);
        using var notifier = manager.Notifier();
        for (var i = 0; i < 5000; i++)
        {
            notifier.Alive();
        }
        Assert.True(notifier.Failures > 0);
    }

    /// <summary>systemd's end: a datagram socket.</summary>
    private sealed class SystemdEnd : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly string _name;

        public SystemdEnd(TempFolder folder, bool isAbstract)
        {
            var path = folder.File("notify");
            _name = isAbstract ? "@" + path : path;
            _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path : path));
            _socket.ReceiveTimeout = 20_000;
        }

        public SystemdNotifier Notifier(params (string Name, string Value)[] more) => new(
            name => name == "NOTIFY_SOCKET" ? _name : more.FirstOrDefault(m => m.Name == name).Value,
            processId: 77);

        public string Hear()
        {
            var buffer = new byte[4096];
            return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
        }

        public string? HearNothing() => _socket.Available == 0 ? null : Hear();

        public void Dispose() => _socket.Dispose();
    }
}
