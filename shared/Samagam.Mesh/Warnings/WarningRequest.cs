using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using Samagam.Mesh.Orders;

namespace Samagam.Mesh.Warnings;

/// <summary>What a warning says in one language.</summary>
/// <param name="AreaDesc">The area in this language; that of the area itself when left out.</param>
public sealed record WarningWords(
    string? Language = null, string? Event = null, string? Headline = null, string? Description = null, string? Instruction = null, string? AreaDesc = null,
    string? SenderName = null, string? Contact = null, string? Web = null);

/// <summary>A circle: kilometres round a point.</summary>
public sealed record WarningRound(double? Lat = null, double? Lng = null, double? RadiusKm = null);

/// <summary>Where: a ring of points, a circle, a zone of the map, or words alone.</summary>
public sealed record WarningGround(string? AreaDesc = null, IReadOnlyList<OrderPoint>? Polygon = null, WarningRound? Circle = null, string? ZoneId = null);

/// <summary>A warning as it is given at a door; words of CAP 1.2 as the standard writes them.</summary>
/// <param name="Identifier">Made by whoever gives it, so that a retry is the same message.</param>
/// <param name="Updates">Id of the warning it takes the place of.</param>
/// <param name="Status"><c>Actual</c> when left out, or <c>Exercise</c>.</param>
/// <param name="Info">One for each language, at least one.</param>
public sealed record WarningRequest(
    string? Identifier = null, string? Updates = null, string? Status = null, IReadOnlyList<string>? Category = null, IReadOnlyList<string>? ResponseType = null,
    string? Urgency = null, string? Severity = null, string? Certainty = null, DateTimeOffset? Effective = null, DateTimeOffset? Onset = null, DateTimeOffset? Expires = null,
    IReadOnlyList<WarningGround>? Area = null, IReadOnlyList<WarningWords>? Info = null)
{
    /// <summary>The message, or the path of the first field that is wrong.</summary>
    /// <param name="by">Id of who gives it.</param>
    /// <param name="newIdentifier">For a request that names none.</param>
    /// <param name="zoneOf">Name and ring of a zone of the map; null for no such zone.</param>
    public (WarningMessage? Message, string Wrong) Read(
        string by, Func<string> newIdentifier, long nowMs, WarningOptions options, WarningBook book, Func<string, (string Name, IReadOnlyList<GeoPoint> Ring)?> zoneOf)
    {
        var (categories, responses) = (Words<WarningCategory>(Category), Words<WarningResponse>(ResponseType));
        var status = Status is null ? WarningStatus.Actual : Word<WarningStatus>(Status);
        IReadOnlyList<WarningMessage> chain = WarningId.TryParse(Updates, out var updates) ? [.. book.ChainOf(updates).Where(m => m.Type != WarningMsgType.Cancel)] : [];
        var grounds = (Area ?? []).Select(a => Ground(a, zoneOf)).ToList();
        var wrong = Identifier is not null && !WarningText.IsName(Identifier) ? "$.identifier"
            : Updates is not null && chain.Count == 0 ? "$.updates"
            : status is not (WarningStatus.Actual or WarningStatus.Exercise) ? "$.status"
            : categories is not { Count: > 0 } ? "$.category"
            : responses is null ? "$.responseType"
            : Word<WarningUrgency>(Urgency) == 0 ? "$.urgency"
            : Word<WarningSeverity>(Severity) == 0 ? "$.severity"
            : Word<WarningCertainty>(Certainty) == 0 ? "$.certainty"
            : Expires is null ? "$.expires"
            : grounds.Contains(null) ? "$.area"
            : Info is not { Count: > 0 } || Info.Any(i => i is null || !WarningText.IsLanguage(i.Language ?? "") || string.IsNullOrWhiteSpace(i.Event)) ? "$.info"
            : Info.Select(i => i.Language!.ToUpperInvariant()).Distinct().Count() < Info.Count ? "$.info"
            : "";
        if (wrong.Length > 0)
        {
            return (null, wrong);
        }
        var message = new WarningMessage
        {
            Identifier = Identifier ?? newIdentifier(),
            Sender = options.Sender,
            SentMs = nowMs / 1000 * 1000,
            OffsetMinutes = options.OffsetMinutes,
            Status = status,
            Type = chain.Count > 0 ? WarningMsgType.Update : WarningMsgType.Alert,
            By = by,
            References = [.. chain.OrderByDescending(m => m.Id == updates).ThenByDescending(m => m.SentMs).ThenBy(m => m.Id).Take(WarningMessage.MaxReferences).Select(m => m.AsReference)],
            Infos = [.. Info!.Select(i => InfoOf(i, categories!, responses!, [.. grounds.Select(g => g!)]))],
        };
        return message.IsValid ? (message, "") : (null, "$");
    }

    private WarningInfo InfoOf(WarningWords said, IReadOnlyList<WarningCategory> categories, IReadOnlyList<WarningResponse> responses, IReadOnlyList<WarningArea> areas) => new()
    {
        Language = said.Language!,
        Categories = categories,
        Event = WarningText.Clean(said.Event),
        Responses = responses,
        Urgency = Word<WarningUrgency>(Urgency),
        Severity = Word<WarningSeverity>(Severity),
        Certainty = Word<WarningCertainty>(Certainty),
        EffectiveMs = Ms(Effective),
        OnsetMs = Ms(Onset),
        ExpiresMs = Ms(Expires),
        SenderName = WarningText.Clean(said.SenderName),
        Headline = WarningText.Clean(said.Headline),
        Description = WarningText.Clean(said.Description),
        Instruction = WarningText.Clean(said.Instruction),
        Web = WarningText.Clean(said.Web),
        Contact = WarningText.Clean(said.Contact),
        // Words of one language for the area stand for all its parts.
        Areas = [.. areas.Select(a => WarningText.Clean(said.AreaDesc) is { Length: > 0 } words ? a with { Description = words } : a)],
    };

    private static WarningArea? Ground(WarningGround? ground, Func<string, (string Name, IReadOnlyList<GeoPoint> Ring)?> zoneOf)
    {
        var corners = (ground?.Polygon ?? []).Select(p => p?.Point).ToList();
        var circle = ground?.Circle;
        var zone = ground?.ZoneId is { } id ? zoneOf(id) : null;
        if (ground is null || corners.Contains(null) || (ground.ZoneId is not null && zone is null)
            || (circle is not null && !(circle is { Lat: { } lat, Lng: { } lng, RadiusKm: >= 0 and <= WarningArea.MaxRadiusKm } && new GeoPoint(lat, lng).IsValid)))
        {
            return null;
        }
        // A closed ring, as CAP and GeoJSON write it, is the same ring.
        if (corners.Count > 3 && corners[0] == corners[^1])
        {
            corners.RemoveAt(corners.Count - 1);
        }
        IEnumerable<IReadOnlyList<GeoPoint>> rings = corners.Count > 0 ? [[.. corners.Select(c => c!.Value)]] : [];
        return new WarningArea
        {
            Description = WarningText.Clean(ground.AreaDesc) is { Length: > 0 } words ? words : zone?.Name ?? "",
            Rings = [.. rings, .. zone is { } found ? [found.Ring] : Array.Empty<IReadOnlyList<GeoPoint>>()],
            Circles = circle is null ? [] : [new WarningCircle(new GeoPoint(circle.Lat!.Value, circle.Lng!.Value), circle.RadiusKm!.Value)],
            Codes = ground.ZoneId is { } named ? [new WarningCode(WarningArea.ZoneCode, named)] : [],
        };
    }

    private static long? Ms(DateTimeOffset? time) => time is { } at ? at.ToUnixTimeSeconds() * 1000 : null;

    private static List<T>? Words<T>(IReadOnlyList<string>? words) where T : struct, Enum
    {
        var read = (words ?? []).Select(Word<T>).ToList();
        return read.Exists(w => EqualityComparer<T>.Default.Equals(w, default)) ? null : read;
    }

    /// <summary>The default for no word of CAP: numbers and other spellings are none.</summary>
    private static T Word<T>(string? word) where T : struct, Enum =>
        word is not null && Enum.TryParse<T>(word, out var value) && Enum.IsDefined(value) && value.ToString() == word && word != "Unspecified" ? value : default;
}
