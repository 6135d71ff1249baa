using System.Globalization;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Notices;

namespace Samagam.Node.Notices;

/// <summary>How an act on notices ended.</summary>
public enum NoticeOutcome : byte
{
    /// <summary>On this box's disk; what is to be sent will be, also after a restart.</summary>
    Kept,

    /// <summary>Said already, here or elsewhere, with this key.</summary>
    Known,

    /// <summary>No such template, another number of values, or a value outside its limits.</summary>
    Invalid,

    /// <summary>The person was erased, or no such notice is known here.</summary>
    Unknown,

    /// <summary>Too many deliveries wait here, or the person has too many browsers.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>
/// Says something to a person: in the app at once, by the ways the person wants when the quiet hours allow. The same key again is the same notice. The
/// box that takes it delivers it.
/// </summary>
public sealed class SendNotice(FactDesk desk, PersonVault vault, NoticeRows rows, NoticeOptions options)
{
    /// <summary>Scope of the notes of what this box has to deliver: subject of the notice, and when it is next due.</summary>
    internal const string Pending = "notices";

    private Action<string, long> _due = (_, _) => { };

    /// <summary>Doorbell after the commit: a notice has something to be sent at a time.</summary>
    public void OnDue(Action<string, long> handler) => _due += handler;

    /// <param name="key">Made of what happened, for example <c>group/{id}/joined/{person}</c>.</param>
    public async ValueTask<NoticeOutcome> RunAsync(PersonId person, NoticeWords words, string key, CancellationToken cancellation)
    {
        if (!words.IsValid || NoticeTemplates.Find(words.Template) is not { } template || template.Values != words.Values.Count || key.Length is 0 or > 200)
        {
            return NoticeOutcome.Invalid;
        }
        var subject = NoticeId.Of(person, key).SubjectOf(person);
        var wishes = rows.Wishes(person);
        try
        {
            var (outcome, due) = await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    if (scope.Rows.BySubject(subject).Any(f => f.Kind == FactKinds.NoticeSaid.Name))
                    {
                        return (NoticeOutcome.Known, (long?)null);
                    }
                    if (scope.Rows.ListLocal(Pending).Count >= options.MaxPending)
                    {
                        return (NoticeOutcome.TooMany, null);
                    }
                    if (vault.Seal(scope, person.Subject, NoticeCodec.Serialise(words)) is not { } closed)
                    {
                        return (NoticeOutcome.Unknown, null);
                    }
                    var now = scope.Now.WallMs;
                    var from = wishes.NotBeforeMs(template.Category, now, options.OffsetMinutes);
                    List<NoticeDelivery> deliveries = [new(NoticeChannel.App, NoticeProgress.Sent, 0, now)];
                    deliveries.AddRange(Enum.GetValues<NoticeChannel>().Where(c => c > NoticeChannel.App && wishes.Wants(template.Category, c)).Select(c => new NoticeDelivery(c, NoticeProgress.Queued, 0, from)));
                    var expires = now + (options.KeepDays * 86_400_000L);
                    scope.Author(FactKinds.NoticeSaid, subject, NoticeCodec.Serialise(template.Category, now, closed), expiresMs: expires);
                    scope.Author(FactKinds.NoticeState, subject, NoticeCodec.Serialise(deliveries), expiresMs: expires);
                    if (deliveries.Count == 1)
                    {
                        return (NoticeOutcome.Kept, null);
                    }
                    scope.Rows.PutLocal(Pending, subject, Encoding.ASCII.GetBytes(from.ToString(CultureInfo.InvariantCulture)));
                    return (NoticeOutcome.Kept, from);
                },
                cancellation).ConfigureAwait(false);
            if (due is { } at)
            {
                _due(subject, at);
            }
            return outcome;
        }
        catch (StoreRefusedException)
        {
            return NoticeOutcome.StoreFailed;
        }
    }
}
