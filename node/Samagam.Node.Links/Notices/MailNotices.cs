using System.Net;
using System.Net.Mail;
using System.Text;
using Samagam.Core.Notices;
using Samagam.Node.Notices;

namespace Samagam.Node.Links.Notices;

/// <summary>Notices as mail (RFC 5321) through the operator's server. The message id is made of the notice, so that a mail sent twice is one to its reader.</summary>
public sealed class MailNotices(NoticeRoadOptions options) : INoticeChannel
{
    public NoticeChannel Way => NoticeChannel.Email;

    public async ValueTask<ChannelAnswer> SendAsync(NoticeOut notice, CancellationToken cancellation)
    {
        if (notice.Email.Length == 0 || !NoticePreferences.IsEmail(notice.Email))
        {
            return new ChannelAnswer(ChannelEnd.NoAddress);
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        try
        {
            using var client = new SmtpClient(options.SmtpHost, options.SmtpPort) { EnableSsl = options.SmtpTls, DeliveryFormat = SmtpDeliveryFormat.SevenBit };
            if (options.SmtpUser.Length > 0)
            {
                client.Credentials = new NetworkCredential(options.SmtpUser, options.SmtpPassword);
            }
            using var mail = new MailMessage(options.MailFrom, notice.Email)
            {
                // A value of a template may be a name somebody typed: a line break would begin another header.
                Subject = notice.Title.ReplaceLineEndings(" "),
                SubjectEncoding = Encoding.UTF8,
                Body = notice.Text,
                BodyEncoding = Encoding.UTF8,
            };
            mail.Headers.Add("Message-ID", $"<{notice.Id}@samagam.local>");
            mail.Headers.Add("Content-Language", notice.Language);
            await client.SendMailAsync(mail, limit.Token).ConfigureAwait(false);
            return new ChannelAnswer(ChannelEnd.Sent);
        }
        catch (SmtpException e)
        {
            var code = (int)e.StatusCode;
            return code is >= 500 and < 600 ? new ChannelAnswer(ChannelEnd.Refused, $"smtp-{code}") : new ChannelAnswer(ChannelEnd.Later, code > 0 ? $"smtp-{code}" : "smtp-unreachable");
        }
        catch (Exception e) when (e is IOException or FormatException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new ChannelAnswer(ChannelEnd.Later, "smtp-broke");
        }
    }
}
