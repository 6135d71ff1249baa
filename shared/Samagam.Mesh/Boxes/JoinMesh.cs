using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Wire.Boxes;

namespace Samagam.Mesh.Boxes;

/// <summary>A box states itself once per life, and again when what it says of itself has changed.</summary>
public static class JoinMesh
{
    /// <summary>Durable on return. True when something new was stated.</summary>
    public static async ValueTask<bool> RunAsync(FactDesk desk, Box self, CancellationToken cancellation) =>
        await desk.WriteAsync(
            Lane.Life,
            scope =>
            {
                var body = BoxCodec.Serialise(self);
                var said = scope.Rows.BySubject(BoxCodec.SubjectOf(self.Node));
                if (said.Any(f => f.Id.Key.Epoch == desk.Epoch && f.Body.Span.SequenceEqual(body)))
                {
                    return false;
                }
                scope.Author(FactKinds.BoxJoined, BoxCodec.SubjectOf(self.Node), body);
                return true;
            },
            cancellation).ConfigureAwait(false);
}
