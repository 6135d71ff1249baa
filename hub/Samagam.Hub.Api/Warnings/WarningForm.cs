using System.Globalization;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.Warnings;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api.Warnings;

/// <summary>What the form says in one language, as it was typed.</summary>
internal sealed record WarningFormText(string Language, string Event, string Headline, string Description, string Instruction)
{
    public bool IsEmpty => Event.Length + Headline.Length + Description.Length + Instruction.Length == 0;
}

/// <summary>The fields of the form that composes a warning, as text, as they were typed.</summary>
internal sealed record WarningForm(
    string Identifier, string Updates, string Status, string Category, string Response, string Urgency, string Severity, string Certainty, string Until, string Place, string Zone, string Lat,
    string Lng, string RadiusKm, string AreaDesc, IReadOnlyList<WarningFormText> Texts)
{
    public const string Everywhere = "everywhere";
    public const string ByZone = "zone";
    public const string ByCircle = "circle";

    /// <summary>How a browser writes a local time (HTML, <c>datetime-local</c>).</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Languages the form has a place for, by their own names: those of the event's pilgrims.</summary>
    public static readonly IReadOnlyList<(string Tag, string Name)> Languages =
        [("hi", "हिन्दी"), ("en", "English"), ("mr", "मराठी"), ("gu", "ગુજરાતી"), ("bn", "বাংলা"), ("ta", "தமிழ்"), ("te", "తెలుగు")];

    private static readonly string[] TimeFormats = [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>An empty form: for everybody, until in two hours.</summary>
    public static WarningForm Fresh(string identifier, DateTimeOffset localNow) => new(
        identifier, "", "Actual", "Safety", "Avoid", "Immediate", "Severe", "Observed", localNow.AddHours(2).ToString(TimeFormat, CultureInfo.InvariantCulture), Everywhere, "", "", "", "0.5", "",
        [.. Languages.Select(l => new WarningFormText(l.Tag, "", "", "", ""))]);

    public static WarningForm Of(FormFields form) => new(
        form["identifier"], form["updates"], form["status"], form["category"], form["response"], form["urgency"], form["severity"], form["certainty"], form["until"], form["place"], form["zone"],
        form["lat"], form["lng"], form["radius"], form["areaDesc"],
        [.. Languages.Select(l => new WarningFormText(l.Tag, form["event-" + l.Tag], form["headline-" + l.Tag], form["description-" + l.Tag], form["instruction-" + l.Tag]))]);

    /// <summary>Every field by its name, to be carried by the preview.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
    [
        ("identifier", Identifier), ("updates", Updates), ("status", Status), ("category", Category), ("response", Response), ("urgency", Urgency), ("severity", Severity), ("certainty", Certainty),
        ("until", Until), ("place", Place), ("zone", Zone), ("lat", Lat), ("lng", Lng), ("radius", RadiusKm), ("areaDesc", AreaDesc),
        .. Texts.Where(t => !t.IsEmpty).SelectMany(t => new[] { ("event-" + t.Language, t.Event), ("headline-" + t.Language, t.Headline), ("description-" + t.Language, t.Description), ("instruction-" + t.Language, t.Instruction) }),
    ];

    /// <summary>The request behind the form, or the word for the first field that is wrong.</summary>
    public (WarningRequest? Request, BoardWord? Wrong) Read(TimeSpan localOffset)
    {
        WarningGround? ground = null;
        switch (Place)
        {
            case Everywhere:
                ground = AreaDesc.Length > 0 ? new WarningGround(AreaDesc) : null;
                break;
            case ByZone when Zone.Length > 0:
                ground = new WarningGround(AreaDesc, ZoneId: Zone);
                break;
            case ByZone:
                return (null, BoardWord.Zone);
            case ByCircle when Number(Lat) is { } lat && Number(Lng) is { } lng && Number(RadiusKm) is { } radius:
                ground = new WarningGround(AreaDesc, Circle: new WarningRound(lat, lng, radius));
                break;
            default:
                return (null, BoardWord.Where);
        }
        var texts = Texts.Where(t => !t.IsEmpty).ToList();
        return texts.Count == 0 || texts.Exists(t => t.Headline.Length == 0) ? (null, BoardWord.WarningHeadline)
            : !DateTime.TryParseExact(Until, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) || until.Year is < 2000 or > 9000 ? (null, BoardWord.ValidUntil)
            : (new WarningRequest(
                Identifier, Updates.Length > 0 ? Updates : null, Status, [Category], Response.Length > 0 ? [Response] : [], Urgency, Severity, Certainty, null, null, new DateTimeOffset(until, localOffset),
                ground is null ? [] : [ground],
                // CAP wants a word for what happens; the headline says it where nobody typed one.
                [.. texts.Select(t => new WarningWords(t.Language, t.Event.Length > 0 ? t.Event : t.Headline, t.Headline, t.Description, t.Instruction))]), null);
    }

    private static double? Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
