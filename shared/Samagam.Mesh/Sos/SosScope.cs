using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Wire.Sos;

namespace Samagam.Mesh.Sos;

/// <summary>Cases inside a decision of the writer.</summary>
public static class SosScope
{
    /// <summary>The case as the writer knows it now, its own unsaved steps included.</summary>
    public static SosCase Case(this FactScope scope, SosId id) =>
        SosCase.From(id, scope.Rows.BySubject(id.Subject).Select(SosCodec.TryRead).OfType<SosFact>());

    /// <summary>States one step of a case as a signed fact.</summary>
    public static Fact State(this FactScope scope, SosId id, SosStep step) =>
        scope.Author(SosCodec.KindOf(step), id.Subject, SosCodec.Serialise(step));
}
