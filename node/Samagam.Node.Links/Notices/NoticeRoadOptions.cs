namespace Samagam.Node.Links.Notices;

/// <summary>The roads of notices an operator opens: mail and web push. Each default says its reason.</summary>
public sealed record NoticeRoadOptions
{
    /// <summary>Mail server; empty: no mail is sent.</summary>
    public string SmtpHost { get; init; } = "";

    public int SmtpPort { get; init; } = 587;

    /// <summary>STARTTLS before anything is said. Off only for a server on the same machine.</summary>
    public bool SmtpTls { get; init; } = true;

    public string SmtpUser { get; init; } = "";
    public string SmtpPassword { get; init; } = "";

    /// <summary>Address mails come from.</summary>
    public string MailFrom { get; init; } = "notices@samagam.local";

    /// <summary>Private key of VAPID, 32 bytes in base64url, the same for all boxes of an event; empty: nothing is pushed.</summary>
    public string VapidKey { get; init; } = "";

    /// <summary>Whom a push service asks when our pushes trouble it (RFC 8292 §2.1): a <c>mailto:</c> or <c>https:</c> address.</summary>
    public string VapidContact { get; init; } = "mailto:notices@samagam.local";

    /// <summary>
    /// Hosts of push services, a leading dot for all below. Whatever a phone says its address is, a box connects to nothing else, and by https only
    /// (<c>http</c> for a loopback address).
    /// </summary>
    public IReadOnlyList<string> PushHosts { get; init; } = ["fcm.googleapis.com", "updates.push.services.mozilla.com", ".notify.windows.com", ".push.apple.com"];

    /// <summary>Seconds one try may take.</summary>
    public int TimeoutSeconds { get; init; } = 20;

    /// <summary>Seconds a push service keeps a message for a phone that is off. A day.</summary>
    public int PushTtlSeconds { get; init; } = 86_400;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the option.</summary>
    public void Validate()
    {
        Check(SmtpPort is >= 1 and <= 65_535, nameof(SmtpPort), "a port");
        Check(TimeoutSeconds is >= 1 and <= 300, nameof(TimeoutSeconds), "1 to 300");
        Check(PushTtlSeconds is >= 0 and <= 2_419_200, nameof(PushTtlSeconds), "0 to 2419200");
        Check(VapidContact.StartsWith("mailto:", StringComparison.Ordinal) || VapidContact.StartsWith("https:", StringComparison.Ordinal), nameof(VapidContact), "mailto: or https:");
    }

    private static void Check(bool ok, string name, string range)
    {
        if (!ok)
        {
            throw new ArgumentOutOfRangeException(name, $"NoticeRoads:{name} must be {range}");
        }
    }
}
