using Samagam.BoxHost;
using Samagam.Core.Auth;
using Samagam.Mesh.Links.Peers;
using Samagam.Modem;
using Samagam.Node.Auth;
using Samagam.Node.Links.Otp;
using Samagam.Trust;

namespace Samagam.Node.Host;

/// <summary>The ways by which one-time codes leave this box.</summary>
internal static class OtpWays
{
    /// <summary>Null for a box without a modem.</summary>
    public static SmsModem? ModemOf(ModemOptions options, TimeProvider time)
    {
        options.Validate();
        return options.Path.Length > 0 ? new SmsModem(options, time) : null;
    }

    public static IReadOnlyList<IOtpChannel> Of(BoxFolder folder, BoxMesh mesh, SmsModem? modem, AuthOptions auth, OtpOutbox? outbox)
    {
        var hubs = folder.Neighbours().Where(n => folder.Roster.Find(n.Node.Number)?.Role == NodeRole.Hub).ToList();
        var ways = new List<IOtpChannel>();
        if (modem is not null)
        {
            ways.Add(new ModemOtpChannel(modem));
        }
        if (hubs.Count > 0)
        {
            ways.Add(new HubOtpChannel(mesh.Roads, hubs, mesh.Dialer, TimeSpan.FromSeconds(auth.Otp.SendSeconds)));
        }
        if (outbox is not null)
        {
            ways.Add(outbox);
        }
        return ways;
    }
}
