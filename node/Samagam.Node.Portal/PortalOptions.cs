using Samagam.Routing.Drawing;
using System.Globalization;
using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal;

/// <summary>What an operator may set of the portal. Every limit has a test that stands on it.</summary>
public sealed record PortalOptions
{
    /// <summary>Most bytes of a body, form or JSON. 256 KB by the API contract.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Origins (RFC 6454, for example <c>https://app.example.org</c>) whose pages may call the API from a browser; nobody's unless named here. At most <see cref="MaxAllowedOrigins"/>.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Most origins that may be named.</summary>
    public const int MaxAllowedOrigins = 32;

    /// <summary>Questions per device and minute, but for help: 100. All of them may come at once; then one per 600 ms.</summary>
    public int RequestsPerMinute { get; init; } = 100;

    /// <summary>Pieces of the map per device and minute: 600. A phone shows a dozen at once and keeps them.</summary>
    public int TilesPerMinute { get; init; } = 600;
    /// <summary>Searches by text per device and minute: 30, by the API contract. All of them may come at once; then one per 2 s.</summary>
    public int SearchesPerMinute { get; init; } = 30;

    /// <summary>Local time of the event, in which opening hours and times without an offset are meant: an offset such as <c>+05:30</c>, or a name such as <c>Asia/Kolkata</c> where the box has the tables.</summary>
    public string TimeZone { get; init; } = "+05:30";

    /// <summary>Vouchers tried per device and minute: 10, by the API contract for signing in.</summary>
    public int EntriesPerMinute { get; init; } = 10;

    /// <summary>One address may speak for this many devices (a family behind one phone); a device pass costs nothing, so the address is bounded too.</summary>
    public int DevicesPerAddress { get; init; } = 20;

    /// <summary>
    /// Calls for help of one device on their way to the disk at once; its further ones wait for their turn and are never refused. 4: a page, its retry and
    /// a call for somebody else.
    /// </summary>
    public int SosTurnsPerDevice { get; init; } = 4;

    /// <summary>The same for one address: far less than the disk's queue holds, so that no flood keeps other people's calls out.</summary>
    public int SosTurnsPerAddress { get; init; } = 32;

    /// <summary>Most devices and addresses whose pace is remembered. 20,000 × about 100 bytes; the longest quiet are forgotten first.</summary>
    public int MaxPacedClients { get; init; } = 20_000;

    /// <summary>Most open streams of this box. A Wi-Fi box hears some hundreds of phones.</summary>
    public int MaxStreams { get; init; } = 2_000;

    /// <summary>Most open streams of one address.</summary>
    public int MaxStreamsPerAddress { get; init; } = 40;

    /// <summary>Cases that may wait for one slow stream; when more have changed it is sent the whole state again.</summary>
    public int StreamBacklog { get; init; } = 64;

    /// <summary>Routes one stream may be told about: the one walked, and those of a family.</summary>
    public int MaxRoutesPerStream { get; init; } = 5;

    /// <summary>Most routes remembered, each for an hour: 10,000.</summary>
    public int MaxRoutesKept { get; init; } = 10_000;

    /// <summary>
    /// Most points of remembered routes together: 2,000,000, at about 100 bytes with all that belongs to them. One walk across a city by five places has
    /// thousands, and ten thousand of those would be the memory of a box.
    /// </summary>
    public int MaxRoutePointsKept { get; init; } = 2_000_000;

    /// <summary>
    /// Better ways looked for unasked after one change of the map; those beyond are told that theirs is no longer good, and ask. 500: under a second of one
    /// core on a small box.
    /// </summary>
    public int MaxReroutesPerChange { get; init; } = 500;

    /// <summary>Changes of crowd a stream can resume behind; beyond, it is told all levels again.</summary>
    public int MaxCrowdTrail { get; init; } = 64;

    /// <summary>How long a phone may show crowd and closures without asking again, in seconds.</summary>
    public int LiveMapSeconds { get; init; } = 5;

    /// <summary>Most bytes of drawn pieces of the map kept in memory: 16 MiB, some thousand pieces of a city.</summary>
    public int MaxTileBytesKept { get; init; } = 16 * 1024 * 1024;

    /// <summary>What one piece of the map may hold.</summary>
    public TileLimits Tile { get; init; } = new();

    /// <summary>Silence after which a stream says it is alive, in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = 15;

    /// <summary>How often pages without script ask again, in seconds.</summary>
    public int RefreshSeconds { get; init; } = 5;

    /// <summary>Most cases listed for one responder.</summary>
    public int MaxCasesListed { get; init; } = 50;

    /// <summary>How long a neighbour may take to save a call this box cannot, in ms. A caller waits no longer without an honest answer.</summary>
    public int CarryTimeoutMs { get; init; } = 5_000;

    /// <summary>How many calls carried by a neighbour are remembered, so that their page can say so.</summary>
    public int MaxCarriedRemembered { get; init; } = 1_000;

    /// <summary>How long a volunteer stays signed in: one shift. At most 24.</summary>
    public int StaffSessionHours { get; init; } = 12;

    /// <summary>How near-equal routes are shared out among those who ask.</summary>
    public Samagam.Node.Routes.HandedOutOptions HandedOut { get; init; } = new();

    /// <summary>Connections of <c>/realtime</c>.</summary>
    public Realtime.RealtimeOptions Realtime { get; init; } = new();

    /// <summary>Answers kept for posts that are repeated.</summary>
    public Http.OnceOptions Once { get; init; } = new();

    /// <summary>What the telephone link beside the button dials.</summary>
    public string EmergencyNumber { get; init; } = "112";

    /// <summary>Where the text-message link goes.</summary>
    public string SmsNumber { get; init; } = "112";

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(MaxBodyBytes is >= 4 * 1024 and <= 16 * 1024 * 1024, "Portal:MaxBodyBytes must be 4 KiB to 16 MiB");
        Require(AllowedOrigins.Count <= MaxAllowedOrigins && AllowedOrigins.All(CrossOrigin.IsOrigin), "Portal:AllowedOrigins are at most 32 origins like https://app.example.org, without a path");
        Require(RequestsPerMinute is >= 1 and <= 60_000, "Portal:RequestsPerMinute must be 1 to 60000");
        Require(TilesPerMinute is >= 1 and <= 60_000, "Portal:TilesPerMinute must be 1 to 60000");
        Require(SearchesPerMinute is >= 1 and <= 60_000, "Portal:SearchesPerMinute must be 1 to 60000");
        Require(TryZone(TimeZone) is not null, "Portal:TimeZone must be an offset like +05:30 or a zone this box knows");
        Require(EntriesPerMinute is >= 1 and <= 1_000, "Portal:EntriesPerMinute must be 1 to 1000");
        Require(DevicesPerAddress is >= 1 and <= 10_000, "Portal:DevicesPerAddress must be 1 to 10000");
        Require(SosTurnsPerDevice is >= 1 and <= 1_000 && SosTurnsPerAddress is >= 1 and <= 1_000, "Portal:SosTurnsPerDevice and SosTurnsPerAddress must be 1 to 1000");
        Require(MaxPacedClients is >= 2 and <= 10_000_000, "Portal:MaxPacedClients must be 2 to 10000000");
        Require(MaxStreams is >= 1 and <= 100_000 && MaxStreamsPerAddress >= 1, "Portal:MaxStreams must be 1 to 100000");
        Require(StreamBacklog is >= 1 and <= 10_000, "Portal:StreamBacklog must be 1 to 10000");
        Require(MaxRoutesPerStream is >= 1 and <= 100, "Portal:MaxRoutesPerStream must be 1 to 100");
        Require(MaxRoutesKept is >= 1 and <= 1_000_000, "Portal:MaxRoutesKept must be 1 to 1000000");
        Require(MaxRoutePointsKept is >= 2 and <= 100_000_000, "Portal:MaxRoutePointsKept must be 2 to 100000000");
        Require(MaxReroutesPerChange is >= 0 and <= 100_000, "Portal:MaxReroutesPerChange must be 0 to 100000");
        Require(MaxCrowdTrail is >= 1 and <= 10_000, "Portal:MaxCrowdTrail must be 1 to 10000");
        Require(LiveMapSeconds is >= 0 and <= 60, "Portal:LiveMapSeconds must be 0 to 60");
        Require(MaxTileBytesKept is >= 64 * 1024 and <= 1024 * 1024 * 1024, "Portal:MaxTileBytesKept must be 64 KiB to 1 GiB");
        Tile.Validate();
        Require(HeartbeatSeconds is >= 1 and <= 300, "Portal:HeartbeatSeconds must be 1 to 300");
        Require(RefreshSeconds is >= 1 and <= 300, "Portal:RefreshSeconds must be 1 to 300");
        Require(MaxCasesListed is >= 1 and <= 1_000, "Portal:MaxCasesListed must be 1 to 1000");
        Require(CarryTimeoutMs is >= 100 and <= 60_000, "Portal:CarryTimeoutMs must be 100 to 60000");
        Require(MaxCarriedRemembered is >= 1 and <= 100_000, "Portal:MaxCarriedRemembered must be 1 to 100000");
        Require(StaffSessionHours is >= 1 and <= 24, "Portal:StaffSessionHours must be 1 to 24");
        HandedOut.Validate();
        Realtime.Validate();
        Once.Validate();
        Require(IsDialable(EmergencyNumber) && IsDialable(SmsNumber), "Portal numbers have 2 to 15 digits, maybe a leading +");
    }

    /// <summary>The zone of <see cref="TimeZone"/>.</summary>
    public TimeZoneInfo LocalZone() => TryZone(TimeZone) ?? throw new ArgumentException("Portal:TimeZone is not known");

    // Offsets need no tables; a box without tzdata still knows the time of its event.
    private static TimeZoneInfo? TryZone(string text) =>
        text.Length == 6 && text[0] is '+' or '-' && TimeSpan.TryParseExact(text.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
            ? TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -offset : offset, text, text)
            : TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;

    private static bool IsDialable(string number) =>
        number.TrimStart('+') is { Length: >= 2 and <= 15 } digits && digits.All(char.IsAsciiDigit);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
