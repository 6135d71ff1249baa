using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;

namespace Samagam.Node.People;

/// <summary>How removing ended.</summary>
public enum RemoveOutcome : byte
{
    Removed,
    Unknown,
    StoreFailed,
}

/// <summary>A person removes a pin: a tombstone, so that no late copy brings it back.</summary>
public sealed class RemovePin(FactDesk desk)
{
    /// <summary>Removing what was removed is fine and writes nothing.</summary>
    public async ValueTask<RemoveOutcome> RunAsync(PersonId person, PinId id, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var subject = id.SubjectOf(person);
                    var held = scope.Rows.BySubject(subject);
                    if (held.Any(f => f.Kind == FactKinds.PinRemoved.Name))
                    {
                        return RemoveOutcome.Removed;
                    }
                    if (!held.Any(f => f.Kind == FactKinds.PersonPin.Name))
                    {
                        return RemoveOutcome.Unknown;
                    }
                    scope.Author(FactKinds.PinRemoved, subject, []);
                    return RemoveOutcome.Removed;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return RemoveOutcome.StoreFailed;
        }
    }
}
