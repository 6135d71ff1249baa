using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Mesh.Facts;
using Samagam.Wire.Notices;

namespace Samagam.Node.Notices;

/// <summary>A person has a notice before them in the app, or has read it. May happen at any box.</summary>
public sealed class NoteNotice(FactDesk desk)
{
    /// <param name="progress"><see cref="NoticeProgress.Delivered"/> or <see cref="NoticeProgress.Read"/>.</param>
    public async ValueTask<NoticeOutcome> RunAsync(PersonId person, NoticeId id, NoticeProgress progress, CancellationToken cancellation)
    {
        if (progress is not (NoticeProgress.Delivered or NoticeProgress.Read))
        {
            return NoticeOutcome.Invalid;
        }
        var subject = id.SubjectOf(person);
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var held = scope.Rows.BySubject(subject);
                    if (!held.Any(f => f.Kind == FactKinds.NoticeSaid.Name))
                    {
                        return NoticeOutcome.Unknown;
                    }
                    if (NoticeRows.Fold(held).Any(d => d.Channel == NoticeChannel.App && d.Progress >= progress))
                    {
                        return NoticeOutcome.Known;
                    }
                    State(scope, subject, [new NoticeDelivery(NoticeChannel.App, progress, 0, scope.Now.WallMs)]);
                    return NoticeOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return NoticeOutcome.StoreFailed;
        }
    }

    /// <summary>States what this box knows beyond what it said before.</summary>
    internal static void State(FactScope scope, string subject, IReadOnlyList<NoticeDelivery> news)
    {
        var held = scope.Rows.BySubject(subject).Where(f => f.Kind == FactKinds.NoticeState.Name).ToList();
        var own = held.Where(f => f.Id.Origin == scope.Self).SelectMany(f => NoticeCodec.TryReadStates(f) ?? []);
        // A queued delivery that is put off has more tries, so it is further: nothing is lost by keeping the further one.
        var all = own.Concat(news).GroupBy(d => d.Channel).Select(g => g.Aggregate(NoticeDelivery.Further));
        scope.Author(FactKinds.NoticeState, subject, NoticeCodec.Serialise(all));
    }
}
