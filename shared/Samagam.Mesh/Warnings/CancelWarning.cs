using Samagam.Core.Warnings;
using Samagam.Mesh.Picture;

namespace Samagam.Mesh.Warnings;

/// <summary>The authority ends a warning before its time, for good, with everything it came from and everything made of it.</summary>
public sealed class CancelWarning(EventPicture picture, IssueWarning issue)
{
    /// <param name="identifier">Of the message that ends it, made by whoever asks.</param>
    /// <param name="by">Id of who ends it.</param>
    /// <param name="reason">Why, for the record; may be empty.</param>
    public async ValueTask<(WarningOutcome Outcome, WarningMessage? Said)> RunAsync(WarningId id, string identifier, string by, string reason, CancellationToken cancellation)
    {
        var book = picture.Snapshot.Warnings;
        if (book.StateOf(id, issue.NowMs) is null)
        {
            return (WarningOutcome.Unknown, null);
        }
        var chain = book.ChainOf(id).Where(m => m.Type != WarningMsgType.Cancel).ToList();
        var message = new WarningMessage
        {
            Identifier = identifier,
            Sender = issue.Options.Sender,
            SentMs = issue.NowMs / 1000 * 1000,
            OffsetMinutes = issue.Options.OffsetMinutes,
            Status = book.Find(id)!.Status,
            Type = WarningMsgType.Cancel,
            Note = WarningText.Clean(reason),
            By = by,
            // The one asked for first, should there be more than a message can name.
            References = [.. chain.OrderByDescending(m => m.Id == id).ThenByDescending(m => m.SentMs).ThenBy(m => m.Id).Take(WarningMessage.MaxReferences).Select(m => m.AsReference)],
        };
        return (await issue.RunAsync(message, cancellation).ConfigureAwait(false), message);
    }
}
