using System.Globalization;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// What the box's own DHCP and router-advertisement servers say about the portal (RFC 8910): DHCPv4 option 114, DHCPv6
/// option 103, RA option 37, each an https URL of the captive-portal API (RFC 8908). Phones discard http URLs, so without a
/// publicly trusted portal name nothing is announced and the files say so.
/// </summary>
internal static class CaptiveSnippets
{
    public static IEnumerable<(string Path, string Text)> Write(NodeSettings settings)
    {
        var url = settings.PortalName is { } name
            ? $"https://{name}{(settings.Ports.Https == 443 ? "" : ":" + settings.Ports.Https.ToString(CultureInfo.InvariantCulture))}/captive-portal/api"
            : null;
        const string none = "# No portal name was given (node issue --portal-name): RFC 8910 needs an https name with a publicly\n" +
            "# trusted certificate. Phones find the portal by their own probes instead; nothing is announced.\n";
        yield return ("dhcp/dnsmasq.conf", url is null ? none :
            $"""
            # For /etc/dnsmasq.d/: captive-portal API, RFC 8910 (DHCPv4 option 114, DHCPv6 option 103).
            dhcp-option-force=114,{url}
            dhcp-option=option6:103,{url}

            """);
        yield return ("dhcp/kea-option-data.json", url is null ? "[]\n" :
            $$"""
            [
              { "name": "v4-captive-portal", "code": 114, "space": "dhcp4", "csv-format": true, "data": "{{url}}", "always-send": true }
            ]

            """);
        yield return ("dhcp/radvd.conf", url is null ? none :
            $"""
            # Inside the interface section of /etc/radvd.conf: RA option 37, RFC 8910.
            AdvCaptivePortalAPI "{url}";

            """);
    }
}
