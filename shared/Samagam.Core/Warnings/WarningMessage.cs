namespace Samagam.Core.Warnings;

/// <summary>Names an earlier message.</summary>
/// <param name="SentMs">As it was sent; tells nothing apart that sender and identifier do not.</param>
public sealed record WarningReference(string Sender, string Identifier, long SentMs)
{
    public WarningId Id => WarningId.Of(Sender, Identifier);
}

/// <summary>
/// A word of the authority to the public (CAP 1.2 <c>alert</c>; kind <c>warning.issued</c>, law <see cref="Facts.FoldingLaw.All"/>): never changed. What
/// replaces or ends it is another message that refers to it, and <see cref="WarningBook"/> says what stands.
/// </summary>
public sealed record WarningMessage
{
    public const int MaxInfos = 12;
    public const int MaxReferences = 64;
    public const int MaxCodes = 16;

    /// <summary>Corners of all its areas together, each as often as a block names it: a document made of it stays small.</summary>
    public const int MaxPoints = 6_000;

    /// <summary>What a block without an end holds. All boxes reckon alike, so no operator sets it.</summary>
    public const long DefaultLastsMs = 12L * 3600 * 1000;

    /// <summary>Longest a message may hold without being said again.</summary>
    public const long MaxLastsMs = 14L * 24 * 3600 * 1000;

    private const long MaxMs = 253_402_214_400_000;

    public required string Identifier { get; init; }

    /// <summary>The authority's name in the world of CAP, for example <c>warnings@kumbh.example</c>.</summary>
    public required string Sender { get; init; }

    /// <summary>Milliseconds since 1970, whole seconds.</summary>
    public required long SentMs { get; init; }

    /// <summary>Minutes east of UTC in which its times are written.</summary>
    public int OffsetMinutes { get; init; }

    public required WarningStatus Status { get; init; }
    public required WarningMsgType Type { get; init; }
    public string Source { get; init; } = "";
    public string Note { get; init; } = "";
    public IReadOnlyList<string> Codes { get; init; } = [];
    public IReadOnlyList<string> Incidents { get; init; } = [];
    public IReadOnlyList<WarningReference> References { get; init; } = [];
    public IReadOnlyList<WarningInfo> Infos { get; init; } = [];

    /// <summary>Who of the staff let it out: an id, never a name; told to operators only.</summary>
    public string By { get; init; } = "";

    public WarningId Id => WarningId.Of(Sender, Identifier);

    public string Subject => Id.Subject;

    public WarningReference AsReference => new(Sender, Identifier, SentMs);

    /// <summary>When its last block ends; for what says nothing by itself, when it was sent.</summary>
    public long ExpiresMs => Infos.Count == 0 ? SentMs : Infos.Max(EndOf);

    /// <summary>
    /// Until when it is remembered: as long as any message it refers to can be in force, so that what ends a warning is never forgotten before it.
    /// </summary>
    public long NeededUntilMs => Math.Max(SentMs, References.Count == 0 ? 0 : References.Max(r => r.SentMs)) + MaxLastsMs;

    public bool IsValid =>
        WarningText.IsName(Identifier) && WarningText.IsName(Sender) && IsTime(SentMs) && Math.Abs(OffsetMinutes) <= 14 * 60
        && Status is WarningStatus.Actual or WarningStatus.Exercise && Type is > 0 and <= WarningMsgType.Cancel
        && new[] { Source, Note, By }.All(t => WarningText.Fits(t, WarningText.MaxShort))
        && Codes.Count <= MaxCodes && Codes.All(c => WarningText.Fits(c, WarningText.MaxShort))
        && Incidents.Count <= MaxCodes && Incidents.All(i => i.Length > 0 && !i.Any(char.IsWhiteSpace) && !i.Contains('"', StringComparison.Ordinal) && WarningText.Fits(i, WarningText.MaxShort))
        && References.Count <= MaxReferences && References.All(r => WarningText.IsName(r.Sender) && WarningText.IsName(r.Identifier) && IsTime(r.SentMs))
        && Infos.Count <= MaxInfos && Infos.All(i => i.IsValid && EndOf(i) > SentMs && EndOf(i) - SentMs <= MaxLastsMs)
        && Infos.Sum(i => i.Areas.Sum(a => a.Rings.Sum(r => r.Count))) <= MaxPoints
        && (Type == WarningMsgType.Cancel || Infos.Count > 0) && Type == WarningMsgType.Alert == (References.Count == 0);

    /// <summary>The block in a reader's language: the tag itself, else the same language elsewhere, else English, else the first. Null without any.</summary>
    public WarningInfo? InfoIn(string language) =>
        Find(language) ?? Find("en") ?? (Infos.Count > 0 ? Infos[0] : null);

    /// <summary>Until when a block of this message is in force.</summary>
    public long EndOf(WarningInfo info) => info.ExpiresMs ?? SentMs + DefaultLastsMs;

    internal static bool IsTime(long ms) => ms is >= 0 and < MaxMs && ms % 1000 == 0;

    private WarningInfo? Find(string language)
    {
        var primary = language.Split('-')[0];
        return Infos.FirstOrDefault(i => i.Language.Equals(language, StringComparison.OrdinalIgnoreCase))
            ?? Infos.FirstOrDefault(i => i.Language.Split('-')[0].Equals(primary, StringComparison.OrdinalIgnoreCase));
    }
}
