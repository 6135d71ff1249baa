using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Samagam.Core.Boxes;
using Samagam.Core.Duty;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Http;
using Samagam.Node.Sos;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Sos;

/// <summary>
/// What a caller's form or JSON means. Nothing in it can make a call for help refused: a field that cannot be understood is
/// left out, one that is too long is cut, one that is unknown is ignored.
/// </summary>
internal sealed class SosReading(Box self)
{
    public const int MaxLabel = 80;

    private const double DefaultGpsRadiusM = 50;

    private static readonly (string Word, SosType Type)[] Types =
    [
        ("medical", SosType.Medical), ("lost", SosType.LostPerson), ("lost_person", SosType.LostPerson), ("crush", SosType.Crush),
        ("fire", SosType.Fire), ("drowning", SosType.Drowning), ("violence", SosType.Violence), ("police", SosType.Violence), ("other", SosType.Other),
    ];

    /// <summary>The word of a type in the API; <c>unspecified</c> when the caller said none.</summary>
    public static string WordOf(SosType type) => Types.FirstOrDefault(t => t.Type == type).Word ?? "unspecified";

    public static SosType TypeOf(string? word) => Types.FirstOrDefault(t => string.Equals(t.Word, word, StringComparison.OrdinalIgnoreCase)).Type;

    public RaiseCommand OfForm(FormFields form, SosCaller caller) => new(
        SosId.TryParse(form["id"], out var id) ? id : IdOf(caller.Key, caller.Caller),
        caller.Device,
        PlaceOf(Number(form["lat"]), Number(form["lng"]), Number(form["accuracy"]), PlaceSource.Gps),
        new SosRaised
        {
            Type = TypeOf(form["type"]),
            People = int.TryParse(form["people"], CultureInfo.InvariantCulture, out var people) ? Math.Clamp(people, 0, SosRaised.MaxPeople) : 0,
            Door = caller.Door,
            PlaceLabel = CleanText.Of(form["pole"], MaxLabel),
            Language = caller.Language,
            ForSomebodyElse = form.Has("other"),
            Silent = form.Has("silent"),
        },
        new SosDetails(
            CleanText.Of(form["name"], SosDetails.MaxNameLength),
            CleanText.Phone(form["phone"], SosDetails.MaxPhoneLength),
            CleanText.Of(form["note"], SosDetails.MaxNoteLength)));

    public RaiseCommand OfJson(JsonElement json, SosCaller caller)
    {
        var place = json.TryGetProperty("location", out var said) && said.ValueKind == JsonValueKind.Object ? said : json;
        var source = Text(place, "source") is "map" or "map-tap" ? PlaceSource.MapTap : PlaceSource.Gps;
        return new RaiseCommand(
            IdOf(Text(json, "alertId") ?? Text(json, "id") ?? caller.Key, caller.Caller),
            caller.Device,
            PlaceOf(Number(place, "lat") ?? Number(place, "latitude"), Number(place, "lng") ?? Number(place, "longitude"), Number(place, "accuracy"), source),
            new SosRaised
            {
                Type = TypeOf(Text(json, "emergencyType") ?? Text(json, "type")),
                People = (int)Math.Clamp(Number(json, "people") ?? 0, 0, SosRaised.MaxPeople),
                Door = caller.Door,
                PlaceLabel = CleanText.Of(Text(json, "poleCode") ?? Text(json, "placeLabel"), MaxLabel),
                Language = caller.Language,
                Skills = Skills(json),
                Silent = Flag(json, "silent"),
                ForSomebodyElse = Flag(json, "forSomebodyElse"),
                Drill = Flag(json, "drill"),
            },
            new SosDetails(
                CleanText.Of(Text(json, "name"), SosDetails.MaxNameLength),
                CleanText.Phone(Text(json, "phone"), SosDetails.MaxPhoneLength),
                CleanText.Of(Text(json, "note") ?? Text(json, "message"), SosDetails.MaxNoteLength)));
    }

    /// <summary>Null for no place, or one that cannot be: farther from this box than the whole event is wide would lead helpers away.</summary>
    public Place? PlaceOf(double? lat, double? lng, double? radiusM, PlaceSource source)
    {
        if (lat is not { } latitude || lng is not { } longitude)
        {
            return null;
        }
        var radius = radiusM is { } r && double.IsFinite(r) && r >= 0 ? Math.Min(r, Place.MaxRadiusM) : DefaultGpsRadiusM;
        var place = new Place(new GeoPoint(latitude, longitude), radius, source);
        return place.IsValid && place.Point.DistanceM(self.Point) <= Place.MaxRadiusM ? place : null;
    }

    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value) : null;

    public static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: no text, and no reason to refuse a call.
            return null;
        }
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static List<string> Skills(JsonElement json) =>
        json.TryGetProperty("skills", out var skills) && skills.ValueKind == JsonValueKind.Array
            ? [.. skills.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.String).Select(s => CleanText.Of(TextOf(s), DutyState.MaxWordLength)).Where(s => s.Length > 0).Take(DutyState.MaxSkills)]
            : [];

    /// <summary>A UUID is the id itself; any other word gives one by hash, together with who says it, so that two callers' "1" are two calls.</summary>
    private static SosId? IdOf(string? text, string caller)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (SosId.TryParse(text, out var id))
        {
            return id;
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{CleanText.Of(text, 256)}"));
        // RFC 9562 section 5.8: version 8, of our own making.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new SosId(new Guid(hash.AsSpan(0, 16), bigEndian: true));
    }
}
