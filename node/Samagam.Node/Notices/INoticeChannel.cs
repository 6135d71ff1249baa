using Samagam.Core.Ids;
using Samagam.Core.Notices;

namespace Samagam.Node.Notices;

/// <summary>A notice ready to be sent, with the addresses of its person. Lives for one try; never kept, never logged.</summary>
public sealed record NoticeOut(
    NoticeId Id, PersonId Person, NoticeCategory Category, string Language, string Title, string Text, string Phone, string Email, IReadOnlyList<PushAddress> Push);

/// <summary>How one try ended.</summary>
public enum ChannelEnd : byte
{
    /// <summary>Whoever carries it has taken it over.</summary>
    Sent,

    /// <summary>It is known to be on the person's device.</summary>
    Delivered,

    /// <summary>Did not get through now; worth another try.</summary>
    Later,

    /// <summary>Will never get through.</summary>
    Refused,

    /// <summary>The person has no address for this channel.</summary>
    NoAddress,
}

/// <param name="Reason">A word for programs; no address, no text of a peer.</param>
/// <param name="RetryAfter">Told by the carrier: not before.</param>
/// <param name="Gone">Browsers that do not wait any more.</param>
public sealed record ChannelAnswer(ChannelEnd End, string Reason = "", TimeSpan? RetryAfter = null, IReadOnlyList<PushAddress>? Gone = null);

/// <summary>
/// A way to a person. Said at least once: the same notice may come again after a crash, so what the way has to tell doubles apart (a message id, a
/// topic) is made of <see cref="NoticeOut.Id"/>. Does not throw for what its network does.
/// </summary>
public interface INoticeChannel
{
    NoticeChannel Way { get; }

    ValueTask<ChannelAnswer> SendAsync(NoticeOut notice, CancellationToken cancellation);
}

/// <summary>Sends a text message: a modem, or a gateway of the hub.</summary>
public interface ISmsSender
{
    /// <summary>True when the network has taken it over; false when it is worth another try.</summary>
    ValueTask<bool> SendAsync(string phone, string text, CancellationToken cancellation);
}

/// <summary>Notices as text messages: title and text, cut to what three concatenated messages in any script hold (3GPP TS 23.040: 67 characters each).</summary>
public sealed class SmsNotices(ISmsSender sender) : INoticeChannel
{
    public const int MaxChars = 3 * 67;

    public NoticeChannel Way => NoticeChannel.Sms;

    public async ValueTask<ChannelAnswer> SendAsync(NoticeOut notice, CancellationToken cancellation)
    {
        if (notice.Phone.Length == 0)
        {
            return new ChannelAnswer(ChannelEnd.NoAddress);
        }
        var text = $"{notice.Title}: {notice.Text}";
        var cut = text.Length <= MaxChars ? text.Length : char.IsHighSurrogate(text[MaxChars - 1]) ? MaxChars - 1 : MaxChars;
        return await sender.SendAsync(notice.Phone, text[..cut], cancellation).ConfigureAwait(false) ? new ChannelAnswer(ChannelEnd.Sent) : new ChannelAnswer(ChannelEnd.Later, "no-modem");
    }
}
