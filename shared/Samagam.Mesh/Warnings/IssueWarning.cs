using Samagam.Core.Facts;
using Samagam.Core.Warnings;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Warnings;

namespace Samagam.Mesh.Warnings;

/// <summary>How letting out a warning, or ending one, ended.</summary>
public enum WarningOutcome : byte
{
    /// <summary>On this box's disk, signed, and on its way.</summary>
    Kept,

    /// <summary>This message is known already; nothing was said again.</summary>
    Known,

    /// <summary>A word, time or place is outside its limits, or it was sent in the future.</summary>
    Invalid,

    /// <summary>It is over already.</summary>
    Expired,

    /// <summary>No warning of this id is known here.</summary>
    Unknown,

    /// <summary>What it updates was cancelled, which is for good: what is to hold again is a new alert.</summary>
    Ended,

    /// <summary>Longer than a fact may be.</summary>
    TooLong,

    /// <summary>Too many warnings stand already.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>
/// The authority lets out a message to the public: an alert, an update of one, or the end of one. Messages that came from elsewhere as CAP go the same way;
/// what they refer to need not be known here.
/// </summary>
public sealed class IssueWarning(FactDesk desk, EventPicture picture, WarningOptions options)
{
    /// <summary>Best time by which warnings are judged on this box.</summary>
    public long NowMs
    {
        get
        {
            var (best, quality) = desk.BestTime();
            return picture.Snapshot.Warnings.NowMs(best, quality);
        }
    }

    public WarningOptions Options => options;

    public async ValueTask<WarningOutcome> RunAsync(WarningMessage message, CancellationToken cancellation)
    {
        if (!message.IsValid)
        {
            return WarningOutcome.Invalid;
        }
        var body = WarningCodec.Serialise(message);
        if (body.Length > WarningCodec.MaxBodyBytes)
        {
            return WarningOutcome.TooLong;
        }
        try
        {
            return await desk.WriteAsync(
                Lane.Warning,
                scope =>
                {
                    var book = picture.Snapshot.Warnings;
                    var refused = Judge(book, message, book.NowMs(scope.Now.WallMs, scope.Now.Quality));
                    if (refused is null)
                    {
                        scope.Author(FactKinds.WarningIssued, message.Subject, body, expiresMs: message.NeededUntilMs);
                    }
                    return refused ?? WarningOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return WarningOutcome.StoreFailed;
        }
    }

    /// <summary>Null when it may be said.</summary>
    private WarningOutcome? Judge(WarningBook book, WarningMessage message, long nowMs)
    {
        if (book.Find(message.Id) is not null)
        {
            return WarningOutcome.Known;
        }
        if (message.SentMs > nowMs + (options.MaxAheadSeconds * 1000L))
        {
            return WarningOutcome.Invalid;
        }
        if (message.Type == WarningMsgType.Cancel)
        {
            // An end is never refused, but not said twice.
            return message.References.All(r => book.IsCancelled(r.Id)) ? WarningOutcome.Known : null;
        }
        return message.ExpiresMs <= nowMs ? WarningOutcome.Expired
            : book.IsCancelled(message.Id) || message.References.Any(r => book.IsCancelled(r.Id)) ? WarningOutcome.Ended
            : message.Type == WarningMsgType.Alert && book.Standing(nowMs).Count >= options.MaxStanding ? WarningOutcome.TooMany
            : null;
    }
}
