using Samagam.Core.Warnings;
using Samagam.Mesh.Orders;

namespace Samagam.Mesh.Warnings;

/// <summary>An area as every door shows it.</summary>
/// <param name="Polygons">Rings without the repeated first point.</param>
/// <param name="ZoneIds">Zones of the map it names.</param>
public sealed record WarningAreaView(string AreaDesc, IReadOnlyList<IReadOnlyList<OrderPoint>> Polygons, IReadOnlyList<WarningRound> Circles, IReadOnlyList<string> ZoneIds);

/// <summary>A block of CAP 1.2 in one language. Words are those of the standard, times ISO 8601; what was not said is left out.</summary>
public sealed record WarningInfoView(
    string Language, IReadOnlyList<string> Category, string Event, IReadOnlyList<string> ResponseType, string Urgency, string Severity, string Certainty, string? Audience,
    DateTimeOffset Effective, DateTimeOffset? Onset, DateTimeOffset Expires, string? SenderName, string? Headline, string? Description, string? Instruction, string? Web, string? Contact,
    IReadOnlyList<WarningAreaView> Area);

/// <summary>A warning as every door shows it.</summary>
/// <param name="State"><c>in-force</c>, <c>announced</c>, <c>expired</c>, <c>updated</c>, <c>cancelled</c>.</param>
/// <param name="References">Ids of the warnings it takes the place of.</param>
/// <param name="Languages">In which it can be read.</param>
/// <param name="Info">In the reader's language, else English, else the first.</param>
/// <param name="By">Id of who let it out; told to operators only.</param>
public sealed record WarningView(
    string WarningId, string State, string Identifier, string Sender, DateTimeOffset Sent, string Status, string MsgType, IReadOnlyList<string> References, IReadOnlyList<string> Languages,
    WarningInfoView? Info, string? By = null)
{
    public static WarningView Of(WarningMessage message, WarningBook book, long nowMs, string language)
    {
        var info = message.InfoIn(language);
        return new WarningView(
            message.Id.ToString(), WordOf(book.StateOf(message, nowMs)), message.Identifier, message.Sender, At(message, message.SentMs), message.Status.ToString(), message.Type.ToString(),
            [.. message.References.Select(r => r.Id.ToString())], [.. message.Infos.Select(i => i.Language)], info is null ? null : Block(message, info));
    }

    public static string WordOf(WarningState state) => state switch
    {
        WarningState.Announced => "announced",
        WarningState.InForce => "in-force",
        WarningState.Updated => "updated",
        WarningState.Cancelled => "cancelled",
        _ => "expired",
    };

    private static WarningInfoView Block(WarningMessage message, WarningInfo info) => new(
        info.Language, [.. info.Categories.Select(c => c.ToString())], info.Event, [.. info.Responses.Select(r => r.ToString())], info.Urgency.ToString(), info.Severity.ToString(),
        info.Certainty.ToString(), Said(info.Audience), At(message, info.EffectiveMs ?? message.SentMs), info.OnsetMs is { } onset ? At(message, onset) : null, At(message, message.EndOf(info)),
        Said(info.SenderName), Said(info.Headline), Said(info.Description), Said(info.Instruction), Said(info.Web), Said(info.Contact),
        [
            .. info.Areas.Select(a => new WarningAreaView(
                a.Description,
                [.. a.Rings.Select(r => (IReadOnlyList<OrderPoint>)[.. r.Select(p => new OrderPoint(p.LatitudeDeg, p.LongitudeDeg))])],
                [.. a.Circles.Select(c => new WarningRound(c.Middle.LatitudeDeg, c.Middle.LongitudeDeg, c.RadiusKm))],
                [.. a.Codes.Where(c => c.Name == WarningArea.ZoneCode).Select(c => c.Value)])),
        ]);

    private static string? Said(string text) => text.Length > 0 ? text : null;

    private static DateTimeOffset At(WarningMessage message, long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMinutes(message.OffsetMinutes));
}

/// <summary>A warning is ended.</summary>
/// <param name="Reason">For the record.</param>
/// <param name="Identifier">Of the message that ends it, made by whoever asks, so that a retry is the same.</param>
public sealed record WarningEnd(string? Reason = null, string? Identifier = null);
