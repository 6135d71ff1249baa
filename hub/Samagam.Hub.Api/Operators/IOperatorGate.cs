using Samagam.Core.Ids;

namespace Samagam.Hub.Api.Operators;

/// <summary>A person at work in the control room.</summary>
/// <param name="Operator">Id on their voucher; what their acts and looks are recorded under.</param>
/// <param name="DisplayName">Shown to themselves only.</param>
public sealed record OperatorSession(ResponderId Operator, string DisplayName, DateTimeOffset Ends);

/// <summary>How showing a voucher ends.</summary>
public abstract record EnterOutcome
{
    /// <param name="Token">What the browser keeps; a secret.</param>
    public sealed record Entered(string Token, OperatorSession Session) : EnterOutcome;

    /// <param name="Reason">A sentence for the person, without anything of the voucher in it.</param>
    public sealed record Refused(string Reason) : EnterOutcome;
}

/// <summary>
/// Who may act at the board: given by the host over the mesh's vouchers and tokens (roles <c>operator</c> and <c>admin</c>). Safe for concurrent use.
/// </summary>
public interface IOperatorGate
{
    /// <summary>Takes a staff voucher. Every text is a stranger's until it is believed.</summary>
    ValueTask<EnterOutcome> EnterAsync(string voucher, CancellationToken cancellation);

    /// <summary>Who holds this token; null when it is not one of ours, has ended, or its role may not act here.</summary>
    OperatorSession? Recognise(string token);
}
