using System.Security.Cryptography;
using Samagam.Core.Ids;
using Samagam.Hub.Api.Operators;
using Samagam.Trust;

namespace Samagam.Hub.Tests;

/// <summary>
/// The gate over the mesh's own papers: a staff voucher of role <c>operator</c> or <c>admin</c> becomes a token signed by the hub; a token of such a role is
/// believed from any box of the mesh whose key is known.
/// </summary>
/// <param name="now">Best time known and whether its clock is to be trusted.</param>
/// <param name="keyOf">Key of a box by its number; null when unknown or revoked.</param>
/// <param name="life">How long a token lasts; a shift. Throws at use beyond <see cref="StaffToken.MaxLife"/>.</param>
public sealed class VoucherGate(NodeIdentity self, Func<BestTime> now, Func<int, VerifyKey?> keyOf, RandomNumberGenerator luck, TimeSpan life) : IOperatorGate
{
    public ValueTask<EnterOutcome> EnterAsync(string voucher, CancellationToken cancellation)
    {
        var time = now();
        var shown = StaffVoucher.Verify(voucher.Trim(), self.MeshName, time, self.Authority.Key);
        if (!shown.Ok)
        {
            return new(new EnterOutcome.Refused(shown.Reason));
        }
        if (!MayAct(shown.Value.Role) || !ResponderId.TryParse(shown.Value.Id, out var id))
        {
            return new(new EnterOutcome.Refused($"the voucher is of role {StaffRoleName.Of(shown.Value.Role)}; the board takes {StaffRoleName.Of(StaffRole.Operator)} and {StaffRoleName.Of(StaffRole.Admin)}"));
        }
        var token = StaffToken.Issue(self, shown.Value, time, life, luck);
        return new(new EnterOutcome.Entered(token, new OperatorSession(id, shown.Value.DisplayName, time.Now + life)));
    }

    public OperatorSession? Recognise(string token) =>
        StaffToken.Verify(token, self.MeshName, now(), n => n == self.Number ? self.Key : keyOf(n)) is { Ok: true, Value: { } staff }
        && MayAct(staff.Role) && ResponderId.TryParse(staff.Subject, out var id)
            ? new OperatorSession(id, staff.DisplayName, staff.Expires)
            : null;

    private static bool MayAct(StaffRole role) => role is StaffRole.Operator or StaffRole.Admin;
}
