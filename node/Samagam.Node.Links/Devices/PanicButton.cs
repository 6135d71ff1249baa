using System.Text.Json;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Sos;
using Samagam.Trust;

namespace Samagam.Node.Links.Devices;

/// <summary>
/// What a press of a panic button means. Any payload is a call: an empty one too. A JSON object may say more:
/// <c>{"id": uuid, "type": "medical", "people": 2, "note": "…", "drill": true}</c>; what is not understood is ignored, since a
/// call for help is never refused.
/// </summary>
public static class PanicButton
{
    /// <summary>A surveyed spot: metres.</summary>
    public const double RadiusM = 10;

    /// <summary>Before a button's id, where callers are told apart by name.</summary>
    public const string NamePrefix = "button:";

    private const int MaxPayloadBytes = 2_000;

    public static RaiseCommand Read(DeviceCredential device, ReadOnlyMemory<byte> payload)
    {
        var said = Parse(payload);
        var call = new SosRaised
        {
            Type = Enum.TryParse<SosType>(Text(said, "type").Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var type) && Enum.IsDefined(type) ? type : SosType.Unspecified,
            People = Number(said, "people"),
            Door = SosDoor.PanicButton,
            PlaceLabel = device.Label,
            Drill = Flag(said, "drill"),
        };
        var note = Text(said, "note");
        return new RaiseCommand(
            SosId.TryParse(Text(said, "id"), out var id) ? id : null,
            NamePrefix + device.Id,
            new Place(new GeoPoint(device.LatitudeDeg, device.LongitudeDeg), RadiusM, PlaceSource.Device),
            call,
            new SosDetails("", "", note.Length <= SosDetails.MaxNoteLength ? note : note[..SosDetails.MaxNoteLength]));
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length is 0 or > MaxPayloadBytes)
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // Not JSON: a plain press.
            return null;
        }
    }

    private static string Text(JsonElement? said, string name)
    {
        try
        {
            return said is { } o && o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no text (a lone surrogate): ignored like anything else that is not understood.
            return "";
        }
    }

    private static int Number(JsonElement? said, string name) =>
        said is { } o && o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? Math.Clamp(number, 0, SosRaised.MaxPeople)
            : 0;

    private static bool Flag(JsonElement? said, string name) =>
        said is { } o && o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
