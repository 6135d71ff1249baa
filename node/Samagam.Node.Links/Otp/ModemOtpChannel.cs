using Samagam.Modem;
using Samagam.Node.Auth;

namespace Samagam.Node.Links.Otp;

/// <summary>Codes by the box's own modem.</summary>
public sealed class ModemOtpChannel(SmsModem modem) : IOtpChannel
{
    public string Name => "modem";

    public bool IsReady => modem.IsReady;

    public async ValueTask<bool> SendAsync(OtpMessage message, CancellationToken cancellation) =>
        await modem.SendAsync(message.To.Text, message.Text, cancellation).ConfigureAwait(false) == SmsOutcome.Taken;
}
