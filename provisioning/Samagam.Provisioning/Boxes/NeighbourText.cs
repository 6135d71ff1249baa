using System.Globalization;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>A neighbour as typed: <c>number=host:peersPort:mqttTlsPort</c>; an IPv6 host stands in brackets.</summary>
internal static class NeighbourText
{
    public static Verdict<NeighbourSettings> Read(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var last = text.LastIndexOf(':');
        var middle = last > 0 ? text.LastIndexOf(':', last - 1) : -1;
        if (equals <= 0 || middle <= equals + 1 || !TryNumber(text[..equals], out var number) || !TryNumber(text[(middle + 1)..last], out var peers)
            || !TryNumber(text[(last + 1)..], out var mqttTls))
        {
            return Verdict<NeighbourSettings>.Refuse(TrustProblem.Malformed, $"'{text}' is not number=host:peersPort:mqttTlsPort");
        }
        var host = text[(equals + 1)..middle];
        return Verdict<NeighbourSettings>.Accept(new NeighbourSettings(number,
            host is ['[', .. var inner, ']'] ? inner : host, peers, mqttTls));
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
