using Samagam.Core.Auth;
using Samagam.Trust;

namespace Samagam.Node.Portal.Duty;

/// <summary>How entering by a voucher ended.</summary>
internal abstract record EntryOutcome
{
    public sealed record Entered(string Token, StaffSession Session) : EntryOutcome;

    public sealed record BadVoucher : EntryOutcome;

    /// <summary>The role needs the code of an authenticator app as well.</summary>
    public sealed record CodeNeeded : EntryOutcome;

    public sealed record BadCode : EntryOutcome;

    /// <summary>Too many wrong codes, or too soon after one.</summary>
    public sealed record Wait(int Seconds) : EntryOutcome;

    public sealed record NotSaved : EntryOutcome;
}

/// <summary>Lets staff in: by a voucher, and for admins the code of an authenticator app (RFC 6238), each good once at this box.</summary>
internal sealed class StaffEntry(PortalParts parts)
{
    /// <param name="code">Six digits; null or empty for none.</param>
    public async ValueTask<EntryOutcome> EnterAsync(string voucherText, string? code, CancellationToken cancellation)
    {
        if (parts.Staff.Read(voucherText) is not { } voucher)
        {
            return new EntryOutcome.BadVoucher();
        }
        if (voucher.Role == StaffRole.Admin)
        {
            if (string.IsNullOrWhiteSpace(code))
            {
                return new EntryOutcome.CodeNeeded();
            }
            var taken = await parts.Node.People.TakeTotp.RunAsync(voucher.Id, parts.Staff.StepOf(voucher, code.Trim()), cancellation).ConfigureAwait(false);
            if (taken.StoreFailed)
            {
                return new EntryOutcome.NotSaved();
            }
            if (taken.Verdict != TryVerdict.Right)
            {
                return taken.Verdict == TryVerdict.Wrong ? new EntryOutcome.BadCode() : new EntryOutcome.Wait((int)((taken.WaitMs + 999) / 1000));
            }
        }
        return parts.Staff.Enter(voucher) is var (token, session) ? new EntryOutcome.Entered(token, session) : new EntryOutcome.BadVoucher();
    }
}
