using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Wire.Auth;

namespace Samagam.Node.Auth;

/// <summary>How giving an authenticator's code ended.</summary>
/// <param name="WaitMs">Before it is of use to try again.</param>
public readonly record struct TotpOutcome(TryVerdict Verdict, long WaitMs, bool StoreFailed = false);

/// <summary>Counts an authenticator's codes: each is good once at this box, and wrong ones are few. Durable, so that a restart forgets neither.</summary>
public sealed class TakeTotp
{
    private const string Notes = "totp";
    private readonly FactDesk _desk;

    internal TakeTotp(FactDesk desk) => _desk = desk;

    /// <param name="voucher">Id of a voucher that was believed: so notes are as many as staff.</param>
    /// <param name="step">The step whose code was given; null for a wrong code.</param>
    public async ValueTask<TotpOutcome> RunAsync(string voucher, long? step, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var (verdict, state, waitMs) = TotpRules.Try(OtpNoteCodec.TryReadTotp(scope.Rows.GetLocal(Notes, voucher)), step, scope.Now.WallMs);
                    if (verdict is TryVerdict.Right or TryVerdict.Wrong)
                    {
                        scope.Rows.PutLocal(Notes, voucher, OtpNoteCodec.Serialise(state));
                    }
                    return new TotpOutcome(verdict, waitMs);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new TotpOutcome(TryVerdict.Wrong, 0, StoreFailed: true);
        }
    }
}
