using System.Security.Cryptography;
using Samagam.Core.Ids;
using Samagam.Trust;

namespace Samagam.Node.Portal.Duty;

/// <summary>A member of staff at work.</summary>
/// <param name="CallSign">What callers are told: the voucher's display name.</param>
public sealed record StaffSession(ResponderId Responder, string CallSign, string Role, IReadOnlyList<string> Skills, DateTimeOffset Expires);

/// <summary>
/// The gate of the volunteer page: a voucher is exchanged for a token of this box, which every box of the mesh believes
/// without asking anybody. Holds no sessions: a restart signs nobody out.
/// </summary>
/// <param name="identity">This box, which signs the tokens.</param>
/// <param name="keyOf">Keys of the boxes by number; null for unknown and revoked ones. Asked at every check.</param>
/// <param name="time">Best time known; windows are judged only when it is trusted.</param>
/// <param name="life">Of a token; at most <see cref="StaffToken.MaxLife"/>.</param>
/// <param name="issuers">Keys that may sign vouchers: the mesh authority's.</param>
public sealed class StaffGate(
    NodeIdentity identity, Func<int, VerifyKey?> keyOf, Func<BestTime> time, TimeSpan life, RandomNumberGenerator luck, params VerifyKey[] issuers)
{
    /// <summary>A voucher that is believed; null for any other text.</summary>
    public StaffVoucher? Read(string voucherText) => StaffVoucher.Verify(voucherText.Trim(), identity.MeshName, time(), issuers).Value;

    /// <summary>The step of an authenticator's code that belongs to this voucher; null for a wrong one, and where the time is not known.</summary>
    public long? StepOf(StaffVoucher voucher, string code) =>
        time() is { Trusted: true } now ? Totp.StepOf(Totp.SecretOf(identity.MeshKey, voucher.Id), code, now.Now) : null;

    /// <summary>A token and its session for a voucher that was believed; null when it has just ended.</summary>
    public (string Token, StaffSession Session)? Enter(StaffVoucher voucher)
    {
        var token = StaffToken.Issue(identity, voucher, time(), life, luck);
        return Check(token) is { } session ? (token, session) : null;
    }

    /// <summary>The session of a token that is believed; null for any other text.</summary>
    public StaffSession? Check(string token) =>
        StaffToken.Verify(token, identity.MeshName, time(), keyOf).Value is { } staff && ResponderId.TryParse(staff.Subject, out var responder)
            ? new StaffSession(responder, staff.DisplayName, StaffRoleName.Of(staff.Role), staff.Skills, staff.Expires)
            : null;
}
