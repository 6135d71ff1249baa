using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Http;
using Samagam.Node.Sos;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Sos;

/// <summary>A press as it was understood; it always has an id.</summary>
internal sealed record Press(RaiseCommand Command, Understood Understood)
{
    public SosId Id => Command.Id!.Value;
}

/// <summary>Reads a press at either door. There is no such thing as one that cannot be taken: what cannot be read is left out, and counted.</summary>
internal sealed class PressReader(PortalParts parts, SosReading reading, DevicePass pass, PortalCounters counters)
{
    public async Task<Press> ReadAsync(HttpContext http, SosDoor door, string? device, string language)
    {
        // A phone that is gone before its last byte has pressed all the same.
        var body = await Body.ReadAsync(http.Request, parts.Options.MaxBodyBytes, CancellationToken.None).ConfigureAwait(false);
        var key = http.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var (command, understood) = SosBody.Read(reading, body, new SosCaller(door, device, device ?? PacedCalls.AddressOf(http), key, language));
        if (understood != Understood.All)
        {
            counters.NotUnderstood(door, understood, body.State);
        }
        return new Press(command with { Id = command.Id ?? new SosId(pass.NewId()) }, understood);
    }
}
