using Samagam.Modem;
using Samagam.Node.Notices;

namespace Samagam.Node.Links.Notices;

/// <summary>Text messages by the box's own modem.</summary>
public sealed class ModemSms(SmsModem modem) : ISmsSender
{
    public async ValueTask<bool> SendAsync(string phone, string text, CancellationToken cancellation) =>
        await modem.SendAsync(phone, text, cancellation).ConfigureAwait(false) == SmsOutcome.Taken;
}
