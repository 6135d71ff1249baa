using Microsoft.Extensions.Configuration;
using Samagam.BoxHost;
using Samagam.Hub.Api.Messages;
using Samagam.Hub.Messages;
using Samagam.Mesh.Links.Peers;
using Samagam.Modem;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Hub.Host;

/// <summary>The hub's gateway for short messages: an HTTP service where one is set, else a modem, else none.</summary>
internal static class HubMessages
{
    /// <summary>Null for a hub that sends nothing.</summary>
    public static SendForBox? Of(IConfiguration configuration, TimeProvider time)
    {
        var http = configuration.Options<HttpSmsGatewayOptions>("SmsGateway");
        var modem = configuration.Options<ModemOptions>("Modem");
        var messages = configuration.Options<MessageOptions>("Messages");
        http.Validate();
        modem.Validate();
        messages.Validate();
        ISmsGateway? gateway = http.Url.Length > 0 ? new HttpSmsGateway(http, time) : modem.Path.Length > 0 ? new ModemSmsGateway(new SmsModem(modem, time)) : null;
        return gateway is null ? null : new SendForBox(gateway, messages, time);
    }

    /// <summary>Sends for a box of the mesh, known by its certificate.</summary>
    public static TakeMessage Sending(SendForBox messages) => async (from, request, cancellation) =>
    {
        var refused = await messages.RunAsync(from.Number, request.To, request.Text, cancellation).ConfigureAwait(false);
        return new MessageReply { Taken = refused is null, Reason = refused ?? "" };
    };

    private sealed class ModemSmsGateway(SmsModem modem) : ISmsGateway
    {
        public async ValueTask<string?> SendAsync(string to, string text, CancellationToken cancellation) =>
            await modem.SendAsync(to, text, cancellation).ConfigureAwait(false) == SmsOutcome.Taken ? null : modem.Trouble.Length > 0 ? modem.Trouble : "the modem cannot send it";
    }
}
