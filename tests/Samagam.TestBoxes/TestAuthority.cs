using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Samagam.TestKit;
using Samagam.Trust;

namespace Samagam.TestBoxes;

/// <summary>A mesh with real keys: issues signed folders of boxes that listen on loopback, on ports free when it was made.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly RandomNumberGenerator _luck = RandomNumberGenerator.Create();
    private readonly MeshAuthority _authority;
    private readonly MeshKey _meshKey;
    private readonly TempFolder _folder = new();
    private readonly Dictionary<int, NodePorts> _ports = [];
    private DeviceList _devices;
    private int _lives;

    public TestAuthority(string name = "Simhastha 2028")
    {
        _authority = MeshAuthority.Create(name, DateTimeOffset.UtcNow, _luck);
        _meshKey = MeshKey.Create(_luck);
        _devices = DeviceList.Empty(name);
    }

    public RevocationList Revocations { get; private set; } = RevocationList.Empty;

    public X509Pem Authority => new(_authority.Certificate.ExportCertificatePem());

    /// <summary>The manifest of a content pack, signed.</summary>
    public SignedBlob SignContent(ReadOnlyMemory<byte> manifest) => SignedBlob.Sign(_authority.Key, SignedKind.Content, manifest);

    /// <summary>The ports of a box; the same at every call.</summary>
    public NodePorts PortsOf(int number)
    {
        if (!_ports.TryGetValue(number, out var ports))
        {
            var free = FreePorts(5);
            _ports[number] = ports = new NodePorts(free[0], free[1], free[2], free[3], free[4]);
        }
        return ports;
    }

    /// <summary>A device every folder issued later knows; gives its secret.</summary>
    public string AddDevice(string id)
    {
        var (device, secret) = DeviceCredential.Create(id, "Pillar " + id, 23.18, 75.76, [DeviceCredential.OwnTopics(id)], _luck);
        _devices = _devices.With(device);
        return secret;
    }

    /// <summary>How to reach a box; <paramref name="peersPort"/> and <paramref name="mqttTlsPort"/> stand for a wire in between.</summary>
    public NeighbourSettings Way(int to, int? peersPort = null, int? mqttTlsPort = null) =>
        new(to, "127.0.0.1", peersPort ?? PortsOf(to).Peers, mqttTlsPort ?? PortsOf(to).MqttTls);

    /// <summary>Issues a box, or the same box anew with another certificate.</summary>
    public BoxFolder Issue(int number, NeighbourSettings[] neighbours, ClockTrust clock = ClockTrust.Yes, int sector = 1)
    {
        var path = _folder.File(string.Create(CultureInfo.InvariantCulture, $"box-{number}-{++_lives}"));
        Directory.CreateDirectory(path);
        using var key = SigningKey.Create();
        var now = DateTimeOffset.UtcNow;
        using var certificate = _authority.Issue(number, NodeRole.Node, key.Public, [], now.AddHours(-1), now.AddDays(30), _luck);
        Write(NodeIdentity.KeyFile, key.ToPem(), secret: true);
        Write(NodeIdentity.CertificateFile, certificate.ExportCertificatePem() + "\n");
        Write(NodeIdentity.AuthorityFile, Authority.Text + "\n");
        Write(NodeIdentity.MeshKeyFile, _meshKey.ToText(), secret: true);
        var settings = new NodeSettings(
            number, "Ghat " + number, NodeRole.Node, sector, 23.18 + (number * 0.002), 75.76, "127.0.0.1", PortsOf(number),
            _folder.File("data-" + number), neighbours, new ClockSettings(clock));
        LimitedFile.Replace(Path.Combine(path, NodeSettings.FileName), settings.ToJson(), secret: false);
        Roster.Empty(_authority.MeshName).Sign(_authority).WriteFiles(Path.Combine(path, Roster.FileName));
        Revocations.Sign(_authority).WriteFiles(Path.Combine(path, RevocationList.FileName));
        _devices.Sign(_authority).WriteFiles(Path.Combine(path, DeviceList.FileName));
        SignedFolder.Sign(path, _authority);
        var folder = BoxFolder.Load(path);
        return folder.Ok ? folder.Value : throw new InvalidOperationException(folder.Reason);

        void Write(string name, string text, bool secret = false) => LimitedFile.Replace(Path.Combine(path, name), Encoding.UTF8.GetBytes(text), secret);
    }

    /// <summary>The list that takes a certificate back, as a technician brings it.</summary>
    public SignedBlob Revoke(NodeIdentity identity)
    {
        Revocations = Revocations.With(new RevocationEntry(identity.Number, identity.Member.SerialHex, "lost", DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        return Revocations.Sign(_authority);
    }

    /// <summary>A list of that many lost boxes.</summary>
    public SignedBlob RevokeMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Revocations = Revocations.With(new RevocationEntry(1_000 + i, "0a", "lost", 1_860_000_000));
        }
        return Revocations.Sign(_authority);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _meshKey.Dispose();
        _luck.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ports nobody listens on just now, all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}

/// <summary>A certificate as text.</summary>
public readonly record struct X509Pem(string Text);
