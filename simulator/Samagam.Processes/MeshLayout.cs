using System.Globalization;

namespace Samagam.Processes;

/// <summary>How the boxes of a throw-away mesh are linked among themselves; each also has the hub as a neighbour.</summary>
public enum Topology
{
    Line,
    Ring,
    Grid,
    Full,
}

/// <summary>One end of a link as another box dials it: number of the box dialled, and where.</summary>
public sealed record LinkEnd(int Number, string Host, int PeersPort, int MqttTlsPort);

/// <summary>
/// The plan of a throw-away mesh: N nodes and a hub on one machine. Ports: node k (from 0) has HTTP P + 10·k, HTTPS + 1, peers + 2,
/// MQTT + 3, MQTT over TLS + 4; the hub HTTP P + 1000, HTTPS + 1, peers + 2.
/// </summary>
public sealed record MeshLayout
{
    public const int MaxNodes = 12;
    public const int HubNumber = 1000;

    public int Nodes { get; init; } = 3;
    public int BasePort { get; init; } = 8080;
    public Topology Topology { get; init; } = Topology.Line;

    /// <summary>Address everything listens on; loopback unless told otherwise.</summary>
    public string Listen { get; init; } = "127.0.0.1";
    public string? MapFile { get; init; }

    /// <summary>Where the nodes stand, in order; null for the places of the built-in sample.</summary>
    public IReadOnlyList<BoxPlace>? Stand { get; init; }

    /// <summary>Whether the boxes believe their clock: true, false or auto.</summary>
    public string Clock { get; init; } = "true";

    /// <summary>Puts something between two boxes (a link proxy): given who dials whom and where, gives where to dial instead.</summary>
    public Func<int, LinkEnd, LinkEnd> Between { get; init; } = (_, end) => end;

    /// <summary>Where the boxes dial each other.</summary>
    public string DialAddress => Listen is "0.0.0.0" or "::" ? "127.0.0.1" : Listen;

    public IEnumerable<int> Numbers => Enumerable.Range(1, Nodes);

    public BoxPlace PlaceOf(int number) => Stand is not { Count: > 0 } ? Places.Of(number)
        : number == HubNumber ? Places.Hub with { LatitudeDeg = Stand[0].LatitudeDeg, LongitudeDeg = Stand[0].LongitudeDeg }
        : Stand[number - 1];

    /// <summary>First of the five ports of box <paramref name="number"/>.</summary>
    public int PortOf(int number) => number == HubNumber ? BasePort + 1000 : BasePort + (10 * (number - 1));

    /// <summary>Neighbours of a box among the nodes, by topology; sorted.</summary>
    public IEnumerable<int> NeighboursOf(int number)
    {
        if (number == HubNumber)
        {
            return Numbers;
        }
        var width = (int)Math.Ceiling(Math.Sqrt(Nodes));
        return Numbers.Where(other => other != number && Topology switch
        {
            Topology.Line => Math.Abs(other - number) == 1,
            Topology.Ring => Math.Abs(other - number) == 1 || Math.Abs(other - number) == Nodes - 1,
            Topology.Grid => (Math.Abs(other - number) == width) || (Math.Abs(other - number) == 1 && (other - 1) / width == (number - 1) / width),
            _ => true,
        }).Append(HubNumber);
    }

    public LinkEnd EndOf(int number) => new(number, DialAddress, PortOf(number) + 2, PortOf(number) + 4);

    public string HttpOf(int number) => string.Create(CultureInfo.InvariantCulture, $"http://{DialAddress}:{PortOf(number)}");

    /// <summary>A sentence when the plan cannot be, else null.</summary>
    public string? Problem() =>
        Nodes is < 1 or > MaxNodes ? $"--nodes must be 1 to {MaxNodes}"
        : BasePort is < 1024 or > 64_000 ? "--base-port must be 1024 to 64000"
        : !System.Net.IPAddress.TryParse(Listen, out _) ? "--listen must be an IP address"
        : MapFile is not null && !File.Exists(MapFile) ? $"{MapFile}: no such map file"
        : null;
}
