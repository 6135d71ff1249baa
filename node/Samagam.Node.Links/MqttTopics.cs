using System.Globalization;
using Samagam.Core.Facts;

namespace Samagam.Node.Links;

/// <summary>The topics of the MQTT door (mesh.md).</summary>
public static class MqttTopics
{
    private const string Facts = "samagam/v1/facts/";
    private const string Devices = "samagam/v1/devices/";

    /// <summary>Where neighbours push facts: one topic per lane.</summary>
    public static string FactsOf(Lane lane) => string.Create(CultureInfo.InvariantCulture, $"{Facts}{(int)lane}");

    /// <summary>What a panic button publishes to.</summary>
    public static string SosOf(string device) => $"{Devices}{device}/sos";

    /// <summary>Where the button reads how far its call is: <c>saved</c>, <c>reached</c>, <c>accepted</c>, <c>arrived</c>, <c>ended</c>.</summary>
    public static string StatusOf(string device) => $"{Devices}{device}/status";

    /// <summary>Where a people counter says how full its zone is.</summary>
    public static string CrowdOf(string device) => $"{Devices}{device}/crowd";

    /// <summary>Sirens and sign boards listen here: the id and place of a call that reached the last ring.</summary>
    public const string Siren = "samagam/v1/siren";

    /// <summary>Sign boards and loudspeakers read here, retained, what warnings are in force at this box.</summary>
    public const string Warnings = "samagam/v1/warnings";

    public static bool IsFacts(string topic) => topic.StartsWith(Facts, StringComparison.Ordinal);
}
