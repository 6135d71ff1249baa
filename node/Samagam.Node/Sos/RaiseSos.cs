using Samagam.Core.Boxes;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Sos;

namespace Samagam.Node.Sos;

/// <summary>A press of the button, whatever the door.</summary>
/// <param name="Id">The caller's own id for the call, so that a retry is the same call; null to have one made.</param>
/// <param name="Device">Name of the device pass or panic button; null when the phone has none.</param>
/// <param name="Place">Null when the caller gave none: then the box that heard the phone is the place.</param>
public sealed record RaiseCommand(SosId? Id, string? Device, Place? Place, SosRaised Call, SosDetails Details);

/// <summary>How a press ends.</summary>
public abstract record RaiseOutcome
{
    /// <summary>Durable on this box.</summary>
    public sealed record Saved(SosId Case, bool IsNew, SosId? PossiblySameAs) : RaiseOutcome;

    /// <summary>This box cannot write. Nothing was saved here; the door tries a neighbour and says the truth.</summary>
    public sealed record NotSaved(string Reason) : RaiseOutcome;
}

/// <summary>
/// Takes a call for help: no login, no place, nothing needed. Never refused; durable on this box before it returns.
/// </summary>
public sealed class RaiseSos(FactDesk desk, EventPicture picture, PersonVault vault, Box self, Random luck)
{
    /// <summary>How far from the box a phone may be that it hears: Wi-Fi range in the open.</summary>
    public const double HeardRadiusM = 150;

    private const string Devices = "sos.device", DeviceOf = "sos.device-of";

    public async ValueTask<RaiseOutcome> RunAsync(RaiseCommand command, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Life, scope => Decide(scope, command), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException refused)
        {
            return new RaiseOutcome.NotSaved(refused.Message);
        }
    }

    /// <summary>The last case of each device whose name begins so, as this box noted it; survives a restart.</summary>
    public ValueTask<IReadOnlyList<(string Device, SosId Case)>> LastCasesAsync(string prefix, CancellationToken cancellation) => desk.WriteAsync<IReadOnlyList<(string, SosId)>>(
        Lane.Answer,
        scope =>
        [
            .. scope.Rows.ListLocal(Devices)
                .Where(n => n.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(n => (n.Key, SosId.TryParse(Encoding.ASCII.GetString(n.Value), out var id) ? id : default)),
        ],
        cancellation);

    /// <summary>The last call of a device, as this box noted it; null for none.</summary>
    public ValueTask<SosId?> LastCaseAsync(string device, CancellationToken cancellation) => desk.WriteAsync(
        Lane.Answer,
        scope => scope.Rows.GetLocal(Devices, device) is { } note && SosId.TryParse(Encoding.ASCII.GetString(note), out var id) ? id : default(SosId?),
        cancellation);

    /// <summary>Whoever made a call was erased: which device it came from is forgotten with them. Holds for <see cref="FactDesk.OnErased"/>.</summary>
    public static void ForgetDevice(FactScope scope, Fact tombstone, IReadOnlyList<Fact> dropped)
    {
        if (PersonId.OfSubject(tombstone.Subject) is { } person && scope.Rows.GetLocal(DeviceOf, person.ToString()) is { } device)
        {
            var name = Encoding.UTF8.GetString(device);
            scope.Rows.RemoveLocal(DeviceOf, person.ToString());
            // The same device may have called again since.
            if (scope.Rows.GetLocal(Devices, name) is { } last && Encoding.ASCII.GetString(last) == person.ToString())
            {
                scope.Rows.RemoveLocal(Devices, name);
            }
        }
    }

    private RaiseOutcome Decide(FactScope scope, RaiseCommand command)
    {
        var call = command.Call with { Place = command.Place ?? new Place(self.Point, HeardRadiusM, PlaceSource.Node) };
        var sameId = command.Id is { } given ? scope.Case(given) : null;
        var sameDevice = CaseOf(scope, command.Device);
        var newPlace = command.Place is { } place && place != (sameId?.Place ?? default);
        var open = picture.Snapshot.Sos.Open;
        switch (RaiseRules.Judge(sameId, sameDevice, call.ForSomebodyElse, call, newPlace, scope.Now, open))
        {
            case RaiseVerdict.Repeat(var id):
                AddNews(scope, id, call, command.Details);
                return new RaiseOutcome.Saved(id, IsNew: false, null);
            case RaiseVerdict.Again(var id):
                // A vague place must not overwrite a better one: only what the caller gave counts as news.
                var known = scope.Case(id);
                scope.State(id, new SosLocated(command.Place ?? known.Place, call.PlaceLabel, PressedAgain: true));
                AddNews(scope, id, call, command.Details);
                return new RaiseOutcome.Saved(id, IsNew: false, null);
            case RaiseVerdict.NewCase(var same):
                // An id whose case is long over is not given to another need.
                var made = sameId is null or { Timeline.Count: 0 } ? command.Id ?? SosId.From(luck) : SosId.From(luck);
                var raised = SealedDetails.Seal(scope, vault, made, call with { PossiblySameAs = same }, command.Details);
                scope.State(made, raised);
                if (command.Device is { } device)
                {
                    scope.Rows.PutLocal(Devices, device, Encoding.ASCII.GetBytes(made.ToString()));
                    scope.Rows.PutLocal(DeviceOf, made.ToString(), Encoding.UTF8.GetBytes(device));
                }
                return new RaiseOutcome.Saved(made, IsNew: true, same);
            default:
                throw new InvalidOperationException("a verdict without a deed");
        }
    }

    /// <summary>A later press may say more than the first: what is new is stated, and folded into the same case.</summary>
    private void AddNews(FactScope scope, SosId id, SosRaised call, SosDetails details)
    {
        var known = scope.Case(id);
        if (known is not { IsOpen: true, Raised: { } said })
        {
            return;
        }
        var kind = call.Type != SosType.Unspecified && call.Type != said.Type;
        var words = !details.IsEmpty && details != SealedDetails.Open(scope.Rows.BySubject, vault, said);
        if (kind || words || call.People > said.People)
        {
            scope.State(id, SealedDetails.Seal(scope, vault, id, call with { Place = known.Place }, words ? details : SosDetails.None));
        }
    }

    private static SosCase? CaseOf(FactScope scope, string? device) =>
        device is not null && scope.Rows.GetLocal(Devices, device) is { } note && SosId.TryParse(Encoding.ASCII.GetString(note), out var id)
            ? scope.Case(id)
            : null;
}
