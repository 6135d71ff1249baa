using Samagam.Core.Duty;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Duty;

namespace Samagam.Node.Duty;

/// <summary>A responder goes on or off duty, or moves to another post. The newest edit stands everywhere.</summary>
public sealed class SetDuty(FactDesk desk, EventPicture picture)
{
    /// <summary>False when this box cannot write. Stating the same again is fine and stores nothing.</summary>
    public async ValueTask<bool> RunAsync(DutyState duty, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var roster = picture.Snapshot.Duty;
                    if (!Same(roster.Find(duty.Responder), duty))
                    {
                        scope.Author(FactKinds.ResponderDuty, duty.Responder.Subject, DutyCodec.Serialise(duty), roster.EditsOf(duty.Responder) + 1);
                    }
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return false;
        }
    }

    private static bool Same(DutyState? known, DutyState said) =>
        known is not null && known with { Skills = [] } == said with { Skills = [] } && known.Skills.SequenceEqual(said.Skills);
}
