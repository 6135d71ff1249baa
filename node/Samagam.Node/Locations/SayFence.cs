using Samagam.Core.Facts;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Wire.Locations;

namespace Samagam.Node.Locations;

/// <summary>How stating a geofence ended.</summary>
public enum FenceOutcome : byte
{
    /// <summary>On this box's disk and on its way.</summary>
    Done,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>A field is outside its limits.</summary>
    Invalid,

    /// <summary>Not known, or removed.</summary>
    Unknown,

    /// <summary>As many as there may be.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>Staff state a geofence, change it or take it back. The newest edit stands everywhere.</summary>
public sealed class SayFence(FactDesk desk, FenceShelf shelf, LocationOptions options)
{
    /// <param name="mustBeKnown">False to make it when it is new.</param>
    public ValueTask<FenceOutcome> RunAsync(Fence fence, bool mustBeKnown, CancellationToken cancellation) =>
        fence.Wrong(options) is not null ? ValueTask.FromResult(FenceOutcome.Invalid) : WriteAsync(fence.Id, known => mustBeKnown && known is null ? null : fence, cancellation);

    public ValueTask<FenceOutcome> RemoveAsync(FenceId id, CancellationToken cancellation) => WriteAsync(id, known => known is null ? null : known with { IsRemoved = true }, cancellation);

    /// <param name="decide">What is to be said, from what stands; null for nothing that could be.</param>
    private async ValueTask<FenceOutcome> WriteAsync(FenceId id, Func<Fence?, Fence?> decide, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var held = FactLookup.Of(scope).Latest(id.Subject, FactKinds.FenceSaid);
                    var standing = held is null ? null : LocationCodec.TryReadFence(held);
                    var known = standing is { IsRemoved: false } ? standing : null;
                    if (decide(known) is not { } next)
                    {
                        return FenceOutcome.Unknown;
                    }
                    if (known is not null && known.SaysTheSameAs(next))
                    {
                        return FenceOutcome.Unchanged;
                    }
                    if (known is null && shelf.Fences.Count >= options.MaxFences)
                    {
                        return FenceOutcome.TooMany;
                    }
                    scope.Author(FactKinds.FenceSaid, id.Subject, LocationCodec.Serialise(next), (held?.Edits ?? 0) + 1);
                    return FenceOutcome.Done;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return FenceOutcome.StoreFailed;
        }
    }
}
