using System.Text.Json.Serialization;

namespace Samagam.Trust;

/// <summary>The ports of a box, all TCP; each 1..65535 and no two alike.</summary>
/// <param name="Http">The portal's plain door (captive answers).</param>
/// <param name="Https">The portal's door for browsers.</param>
/// <param name="Peers">gRPC between boxes, mutual TLS.</param>
/// <param name="Mqtt">MQTT without TLS, for devices on the box's own network.</param>
/// <param name="MqttTls">MQTT over TLS, for neighbours and devices.</param>
public sealed record NodePorts(int Http, int Https, int Peers, int Mqtt, int MqttTls);

/// <summary>A box to link to from the start; more are found at run time.</summary>
public sealed record NeighbourSettings(int Number, string Host, int PeersPort, int MqttTlsPort);

/// <summary>What the operator knows about the box's clock.</summary>
/// <param name="Trusted">Whether to believe it; see <see cref="ClockTrust"/>.</param>
public sealed record ClockSettings([property: JsonConverter(typeof(ClockTrustJson))] ClockTrust Trusted);

/// <summary>Whether a box believes its wall clock.</summary>
public enum ClockTrust
{
    /// <summary>The box finds out (a time source answers, or the neighbours agree).</summary>
    Auto,
    /// <summary>Believe it from the start (a real-time clock with a battery, GNSS).</summary>
    Yes,
    /// <summary>Never: the neighbours' median is used.</summary>
    No,
}

/// <summary>
/// What one box is told by <c>node.json</c> in its signed folder. Unknown fields are refused by name, so that a mistyped
/// setting is never silently the default. The hub reads the same file.
/// </summary>
/// <param name="Number">Node number, 1..65535; the certificate must say the same.</param>
/// <param name="Name">The place, in English.</param>
/// <param name="Role">node or hub; the certificate must say the same.</param>
/// <param name="Sector">0..999; 0 belongs to none.</param>
/// <param name="LatitudeDeg">WGS 84 degrees.</param>
/// <param name="LongitudeDeg">WGS 84 degrees.</param>
/// <param name="Listen">IP address every door binds to: <c>0.0.0.0</c>, <c>::</c>, <c>127.0.0.1</c>, …</param>
/// <param name="DataFolder">Where the box keeps its data; relative paths start at the folder of <c>node.json</c>. Must lie
/// outside the signed folder: the box writes there.</param>
/// <param name="NameHi">The place, in Hindi; optional.</param>
/// <param name="MapFile">Map to serve; optional, relative as <paramref name="DataFolder"/>.</param>
/// <param name="Neighbours">At most <see cref="MaxNeighbours"/>, no number twice, never the box itself.</param>
/// <param name="PortalName">The HTTPS name phones use; optional. It needs a publicly trusted certificate.</param>
/// <param name="PortalCertificateFile">PEM with the public certificate and its chain; optional, renewed without re-signing
/// when it lies outside the folder.</param>
/// <param name="PortalKeyFile">PEM with its private key; given exactly when the certificate is.</param>
public sealed record NodeSettings(
    int Number,
    string Name,
    [property: JsonConverter(typeof(NodeRoleJson))] NodeRole Role,
    int Sector,
    double LatitudeDeg,
    double LongitudeDeg,
    string Listen,
    NodePorts Ports,
    string DataFolder,
    NeighbourSettings[] Neighbours,
    ClockSettings Clock,
    string? NameHi = null,
    string? MapFile = null,
    string? PortalName = null,
    string? PortalCertificateFile = null,
    string? PortalKeyFile = null)
{
    public const string FileName = "node.json";

    /// <summary>Most neighbours named in settings.</summary>
    public const int MaxNeighbours = 64;

    /// <summary>Longest path, characters.</summary>
    public const int MaxPathChars = 1024;

    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Reads and checks <c>node.json</c> of a folder.</summary>
    public static Verdict<NodeSettings> Load(string folder)
    {
        var bytes = LimitedFile.Read(Path.Combine(folder, FileName), MaxBytes);
        return bytes.Ok ? Read(bytes.Value) : bytes.As<NodeSettings>();
    }

    /// <summary>Reads and checks settings.</summary>
    public static Verdict<NodeSettings> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return Verdict<NodeSettings>.Refuse(TrustProblem.TooLarge, $"{FileName} is larger than {MaxBytes} bytes");
        }
        var read = StrictJson.Read(json, StrictJson.Default.NodeSettings, FileName);
        return read is { Ok: true, Value: { } settings } && settings.Problem() is { } problem
            ? Verdict<NodeSettings>.Refuse(TrustProblem.Malformed, $"{FileName}: {problem}")
            : read;
    }

    /// <summary>The file's bytes: indented JSON, UTF-8.</summary>
    public byte[] ToJson() => StrictJson.Write(this);

    /// <summary>A path of these settings, seen from the folder they were read from; null stays null.</summary>
    public static string? Resolve(string folder, string? path) => path is null ? null : Path.GetFullPath(path, Path.GetFullPath(folder));

    /// <summary>The first thing that is wrong, for people; null when all is in form.</summary>
    public string? Problem()
    {
        int[] ports = [Ports.Http, Ports.Https, Ports.Peers, Ports.Mqtt, Ports.MqttTls];
        return !NodeName.IsNumber(Number) ? $"number is {NodeName.MinNumber} to {NodeName.MaxNumber}"
            : !TextRules.IsLine(Name, Roster.MaxNameBytes) ? $"name is one line of 1 to {Roster.MaxNameBytes} bytes"
            : NameHi is not null && !TextRules.IsLine(NameHi, Roster.MaxNameBytes) ? $"nameHi is one line of 1 to {Roster.MaxNameBytes} bytes"
            : Sector is < 0 or > Roster.MaxSector ? $"sector is 0 to {Roster.MaxSector}"
            : !TextRules.IsPlace(LatitudeDeg, LongitudeDeg) ? "latitudeDeg is -90 to 90 and longitudeDeg -180 to 180"
            : !System.Net.IPAddress.TryParse(Listen, out _) ? "listen is an IP address (0.0.0.0, ::, 127.0.0.1, …)"
            : !Array.TrueForAll(ports, TextRules.IsPort) || ports.Distinct().Count() != ports.Length ? "ports are 1 to 65535, no two alike"
            : !IsPath(DataFolder) ? $"dataFolder is a path of 1 to {MaxPathChars} characters"
            : MapFile is not null && !IsPath(MapFile) ? $"mapFile is a path of 1 to {MaxPathChars} characters"
            : Neighbours.Length > MaxNeighbours ? $"neighbours are at most {MaxNeighbours}"
            : Neighbours.Any(n => n.Number == Number) ? "a box is not its own neighbour"
            : Neighbours.Select(n => n.Number).Distinct().Count() != Neighbours.Length ? "neighbours name a box twice"
            : Neighbours.FirstOrDefault(n => !NodeName.IsNumber(n.Number) || !TextRules.IsHost(n.Host) || !TextRules.IsPort(n.PeersPort)
                || !TextRules.IsPort(n.MqttTlsPort)) is { } bad ? $"neighbour {bad.Number} needs a number, a host and two ports 1 to 65535"
            : PortalName is not null && Uri.CheckHostName(PortalName) != UriHostNameType.Dns ? "portalName is a DNS name"
            : (PortalCertificateFile is null) != (PortalKeyFile is null) ? "portalCertificateFile and portalKeyFile go together"
            : PortalCertificateFile is not null && (!IsPath(PortalCertificateFile) || !IsPath(PortalKeyFile!)) ? $"portal files are paths of 1 to {MaxPathChars} characters"
            : null;
    }

    private static bool IsPath(string path) => path.Length is > 0 and <= MaxPathChars && !path.Contains('\0', StringComparison.Ordinal);
}
