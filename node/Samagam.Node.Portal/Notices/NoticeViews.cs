using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Core.Notices;
using Samagam.Node.Notices;

namespace Samagam.Node.Portal.Notices;

/// <summary>How far a notice is on one channel.</summary>
/// <param name="Channel"><c>app</c>, <c>sms</c>, <c>email</c>, <c>push</c>.</param>
/// <param name="State"><c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>failed</c>.</param>
internal sealed record DeliveryView(string Channel, string State, int Attempts, DateTimeOffset At, string? Reason);

/// <summary>A notice as its person sees it, in their language.</summary>
internal sealed record NoticeView(string NoticeId, string Category, string Template, string Title, string Body, DateTimeOffset At, bool Read, IReadOnlyList<DeliveryView> Deliveries)
{
    /// <summary>Null for one whose words are not known here.</summary>
    public static NoticeView? Of(NoticeRow row, NoticeTemplates templates, string language) =>
        row.Words is { } words && templates.Render(words, language) is var (title, text)
            ? new NoticeView(
                row.Id.ToString(), NoticeWord.Of(row.Category), words.Template, title, text, DateTimeOffset.FromUnixTimeMilliseconds(row.SaidMs), row.IsRead,
                [.. row.Deliveries.Select(d => new DeliveryView(NoticeWord.Of(d.Channel), NoticeWord.Of(d.Progress), d.Attempts, DateTimeOffset.FromUnixTimeMilliseconds(d.AtMs), d.Reason.Length > 0 ? d.Reason : null))])
            : null;
}

/// <summary>A way allowed for a kind of notice.</summary>
internal sealed record AllowedWay(string? Category = null, string? Channel = null);

/// <summary>What a person wants to hear, how, and when not.</summary>
/// <param name="QuietFrom">Local time <c>HH:mm</c>; the same as <paramref name="QuietTo"/> for never.</param>
internal sealed record PreferencesBody(IReadOnlyList<AllowedWay>? Allowed = null, string? QuietFrom = null, string? QuietTo = null, string? Language = null, string? Email = null)
{
    public static PreferencesBody Of(NoticePreferences wishes) => new(
        [.. wishes.Allowed.Select(a => new AllowedWay(NoticeWord.Of(a.Category), NoticeWord.Of(a.Channel)))], Time(wishes.QuietFromMinute), Time(wishes.QuietToMinute), wishes.Language, wishes.Email);

    /// <summary>The wishes, or the path of the first field that is wrong.</summary>
    public (NoticePreferences? Wishes, string Wrong) Read()
    {
        var allowed = (Allowed ?? []).Select(a => (Category: NoticeWord.Read<NoticeCategory>(a?.Category), Channel: NoticeWord.Read<NoticeChannel>(a?.Channel))).Distinct().ToList();
        var (from, to) = (Minute(QuietFrom), Minute(QuietTo));
        var wrong = Allowed is null || allowed.Exists(a => a.Category == 0 || a.Channel is 0 or NoticeChannel.App) ? "$.allowed"
            : from is null ? "$.quietFrom" : to is null ? "$.quietTo"
            : Language is null || !NoticeTemplates.Languages.Contains(Language) ? "$.language"
            : !NoticePreferences.IsEmail(Email ?? "") ? "$.email" : "";
        return wrong.Length > 0 ? (null, wrong)
            : (new NoticePreferences { Allowed = allowed, QuietFromMinute = from!.Value, QuietToMinute = to!.Value, Language = Language!, Email = Email ?? "" }, "");
    }

    private static string Time(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    private static int? Minute(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
}

/// <summary>Keys of a browser's subscription, base64url, as <c>PushSubscription.toJSON()</c> gives them (W3C Push API).</summary>
internal sealed record PushKeys(string? P256dh = null, string? Auth = null);

/// <summary>A browser's subscription; other members of it are not needed.</summary>
/// <param name="ExpirationTime">Given by browsers, not used: a place that has ended says so itself.</param>
internal sealed record PushBody(string? Endpoint = null, double? ExpirationTime = null, PushKeys? Keys = null)
{
    /// <summary>Null when it is none.</summary>
    public PushAddress? Read()
    {
        if (Endpoint is null || !TryBytes(Keys?.P256dh, out var key) || !TryBytes(Keys?.Auth, out var auth))
        {
            return null;
        }
        var address = new PushAddress(Endpoint, key, auth);
        return address.IsValid ? address : null;
    }

    private static bool TryBytes(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is not { Length: > 0 and <= 100 } || !Base64Url.IsValid(text))
        {
            return false;
        }
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }
}

/// <summary>Words of the API for categories, channels and states: the names of their members, small.</summary>
internal static class NoticeWord
{
    public static string Of<T>(T member) where T : struct, Enum => member.ToString().ToLowerInvariant();

    /// <summary>The default for no word of ours.</summary>
    public static T Read<T>(string? word) where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(m => Of(m) == word && !EqualityComparer<T>.Default.Equals(m, default));
}

/// <summary>Shapes of notices, compiled. What comes in is strict, what goes out leaves out nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(NoticeView[]))]
[JsonSerializable(typeof(PreferencesBody))]
[JsonSerializable(typeof(PushBody))]
internal sealed partial class NoticesJson : JsonSerializerContext;
