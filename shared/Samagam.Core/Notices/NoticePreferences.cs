namespace Samagam.Core.Notices;

/// <summary>
/// What a person wants to hear by which way, and when not. The app's own list takes everything. Safety passes every quiet hour; a person may still turn off
/// SMS, mail or push for it, because a channel is theirs.
/// </summary>
public sealed record NoticePreferences
{
    public const int MaxEmail = 254;
    private const int DayMinutes = 24 * 60;

    /// <summary>Without a word of the person: safety by every way there is, all else in the app and by push, quiet from ten to five.</summary>
    public static readonly NoticePreferences Default = new()
    {
        Allowed =
        [
            (NoticeCategory.Safety, NoticeChannel.Sms), (NoticeCategory.Safety, NoticeChannel.Email), (NoticeCategory.Safety, NoticeChannel.Push),
            (NoticeCategory.Group, NoticeChannel.Push), (NoticeCategory.Plan, NoticeChannel.Push), (NoticeCategory.Account, NoticeChannel.Push), (NoticeCategory.Account, NoticeChannel.Email),
        ],
        QuietFromMinute = 22 * 60,
        QuietToMinute = 5 * 60,
    };

    public IReadOnlyList<(NoticeCategory Category, NoticeChannel Channel)> Allowed { get; init; } = [];

    /// <summary>Minutes since midnight at the event; the same twice is never quiet.</summary>
    public int QuietFromMinute { get; init; }

    public int QuietToMinute { get; init; }

    /// <summary>BCP 47 primary tag in which notices are written.</summary>
    public string Language { get; init; } = "hi";

    /// <summary>Empty for none.</summary>
    public string Email { get; init; } = "";

    public bool IsValid =>
        Allowed.Count <= 16 && Allowed.All(a => a.Category is > 0 and <= NoticeCategory.Account && a.Channel is > 0 and <= NoticeChannel.Push)
        && QuietFromMinute is >= 0 and < DayMinutes && QuietToMinute is >= 0 and < DayMinutes && Language.Length is >= 2 and <= 8 && IsEmail(Email);

    /// <summary>True for a notice of this kind by this way, at whatever time.</summary>
    public bool Wants(NoticeCategory category, NoticeChannel channel) => channel == NoticeChannel.App || Allowed.Contains((category, channel));

    /// <summary>The moment from which it may be sent: now, or the end of the quiet hours.</summary>
    /// <param name="offsetMinutes">Minutes east of UTC at the event.</param>
    public long NotBeforeMs(NoticeCategory category, long nowMs, int offsetMinutes)
    {
        if (category == NoticeCategory.Safety || QuietFromMinute == QuietToMinute)
        {
            return nowMs;
        }
        var local = (nowMs / 60_000) + offsetMinutes;
        var minute = (int)(((local % DayMinutes) + DayMinutes) % DayMinutes);
        var quiet = QuietFromMinute < QuietToMinute ? minute >= QuietFromMinute && minute < QuietToMinute : minute >= QuietFromMinute || minute < QuietToMinute;
        return quiet ? ((nowMs / 60_000) + ((QuietToMinute - minute + DayMinutes) % DayMinutes)) * 60_000 : nowMs;
    }

    /// <summary>A plain address: one @, no spaces or control characters, nothing that could begin another header or command.</summary>
    public static bool IsEmail(string text) =>
        text.Length == 0 || (text.Length <= MaxEmail && text.Split('@') is [{ Length: > 0 } name, { Length: > 2 } host] && host.Contains('.', StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~.-".Contains(c, StringComparison.Ordinal)) && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'));
}

/// <summary>Where a browser waits for pushed messages (W3C Push API): sealed wherever it is kept.</summary>
/// <param name="P256dh">Public key of the browser, 65 bytes, uncompressed point of P-256.</param>
/// <param name="Auth">Its secret, 16 bytes.</param>
public sealed record PushAddress(string Endpoint, ReadOnlyMemory<byte> P256dh, ReadOnlyMemory<byte> Auth)
{
    public const int MaxEndpoint = 1_000;

    public bool IsValid =>
        Endpoint.Length <= MaxEndpoint && Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0
        && P256dh.Length == 65 && P256dh.Span[0] == 4 && Auth.Length == 16;
}
