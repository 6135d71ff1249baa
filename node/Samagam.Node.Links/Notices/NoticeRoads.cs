using System.Security.Cryptography;
using Samagam.Node.Notices;

namespace Samagam.Node.Links.Notices;

/// <summary>The roads an operator has opened.</summary>
public static class NoticeRoads
{
    /// <summary>Throws what <see cref="NoticeRoadOptions.Validate"/> and <see cref="VapidKey.Read"/> throw. They live as long as the box.</summary>
    /// <param name="sms">Null on a box without a modem or gateway.</param>
    public static IReadOnlyList<INoticeChannel> Open(NoticeRoadOptions options, TimeProvider time, ISmsSender? sms = null)
    {
        options.Validate();
        var roads = new List<INoticeChannel>();
        if (sms is not null)
        {
            roads.Add(new SmsNotices(sms));
        }
        if (options.SmtpHost.Length > 0)
        {
            roads.Add(new MailNotices(options));
        }
        if (VapidKey.Read(options.VapidKey, options.VapidContact) is { } vapid)
        {
            roads.Add(new PushNotices(options, vapid, time, RandomNumberGenerator.Create()));
        }
        return roads;
    }
}
