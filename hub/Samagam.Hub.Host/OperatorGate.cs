using System.Security.Cryptography;
using Samagam.BoxHost;
using Samagam.Core.Ids;
using Samagam.Hub.Api.Operators;
using Samagam.Trust;

namespace Samagam.Hub.Host;

/// <summary>Operators and admins enter the board with the mesh's own staff vouchers; the hub signs their tokens.</summary>
internal sealed class OperatorGate(BoxFolder folder, BoxMesh mesh) : IOperatorGate
{
    private static readonly TimeSpan Shift = TimeSpan.FromHours(12);
    private readonly RandomNumberGenerator _luck = RandomNumberGenerator.Create();

    public ValueTask<EnterOutcome> EnterAsync(string voucher, CancellationToken cancellation)
    {
        var read = StaffVoucher.Verify(voucher.Trim(), folder.Identity.MeshName, mesh.BestTime(), folder.Identity.Authority.Key);
        if (!read.Ok)
        {
            return ValueTask.FromResult<EnterOutcome>(new EnterOutcome.Refused(read.Reason));
        }
        var token = StaffToken.Issue(folder.Identity, read.Value, mesh.BestTime(), Shift, _luck);
        return ValueTask.FromResult<EnterOutcome>(Recognise(token) is { } session
            ? new EnterOutcome.Entered(token, session)
            : new EnterOutcome.Refused($"the role {StaffRoleName.Of(read.Value.Role)} does not act at the board"));
    }

    public OperatorSession? Recognise(string token) =>
        StaffToken.Verify(token, folder.Identity.MeshName, mesh.BestTime(), n => mesh.Trust.KeyOf(new NodeId((ushort)n))).Value is { } staff
        && staff.Role is StaffRole.Operator or StaffRole.Admin
        && ResponderId.TryParse(staff.Subject, out var id)
            ? new OperatorSession(id, staff.DisplayName, staff.Expires)
            : null;
}
