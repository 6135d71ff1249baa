using System.Net;
using System.Net.Sockets;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>Debian's Mosquitto broker on a port of its own; can be killed and started again on the same port.</summary>
internal sealed class Mosquitto : IDisposable
{
    private readonly TempFolder _folder = new();
    private Foreign? _process;

    private Mosquitto(int port, TestCertificates? tls)
    {
        Port = port;
        var lines = new List<string> { $"listener {port} 127.0.0.1", "allow_anonymous true", "log_type all", "max_inflight_messages 0", "max_queued_messages 0" };
        if (tls is not null)
        {
            tls.WriteTo(_folder.Path);
            lines.AddRange([
                $"cafile {_folder.File("ca.pem")}", $"certfile {_folder.File("server.pem")}", $"keyfile {_folder.File("server.key")}",
                "require_certificate true", "use_identity_as_username true",
            ]);
        }
        if (Environment.IsPrivilegedProcess)
        {
            lines.Add("user root");
        }
        File.WriteAllLines(_folder.File("mosquitto.conf"), lines);
    }

    public int Port { get; }

    public static async Task<Mosquitto> StartAsync(TestCertificates? tls = null)
    {
        var broker = new Mosquitto(FreePort(), tls);
        await broker.StartAsync();
        return broker;
    }

    public async Task StartAsync()
    {
        _process = Foreign.Start("/usr/sbin/mosquitto", "mosquitto", "-c", _folder.File("mosquitto.conf"), "-v");
        await _process.LineAsync("running");
    }

    public void Kill() => _process?.Kill();

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
