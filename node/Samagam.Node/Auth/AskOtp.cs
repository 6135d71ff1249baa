using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Auth;

/// <summary>Somebody wants to prove a number.</summary>
/// <param name="Address">Where the question comes from; counted, never kept in the clear.</param>
/// <param name="Challenge">Given to the asker; only with it the code is of use.</param>
/// <param name="Code">Six digits, drawn by the door.</param>
/// <param name="Text">The whole message.</param>
/// <param name="PilgrimType">Word of the API, for an account that may be made; empty for unsaid.</param>
public sealed record OtpQuestion(PhoneNumber Phone, string Address, Guid Challenge, string Code, string Text, string PilgrimType, string Language);

/// <summary>How asking for a code ended. Nothing of it depends on whether anybody has the number.</summary>
public abstract record AskOutcome
{
    /// <param name="Channel">By which way it went.</param>
    public sealed record Sent(string Channel, DateTimeOffset GoodUntil) : AskOutcome;

    /// <summary>One of the limits stands.</summary>
    public sealed record Wait(long Ms, bool Blocked) : AskOutcome;

    /// <summary>No way to send anything just now.</summary>
    public sealed record NoChannel : AskOutcome;

    /// <summary>Too many others are at it, or this box cannot write.</summary>
    public sealed record StoreFailed : AskOutcome;
}

/// <summary>Makes a one-time code and sends it. The code is kept only as a keyed hash, and durable before it is sent.</summary>
public sealed class AskOtp
{
    private readonly FactDesk _desk;
    private readonly OtpNotes _notes;
    private readonly AuthSecrets _secrets;
    private readonly OtpPost _post;
    private readonly OtpOptions _options;

    internal AskOtp(FactDesk desk, OtpNotes notes, AuthSecrets secrets, OtpPost post, OtpOptions options) =>
        (_desk, _notes, _secrets, _post, _options) = (desk, notes, secrets, post, options);

    public async ValueTask<AskOutcome> RunAsync(OtpQuestion question, CancellationToken cancellation)
    {
        if (!_post.IsReady)
        {
            return new AskOutcome.NoChannel();
        }
        AskOutcome decided;
        try
        {
            decided = await _desk.WriteAsync(Lane.Shared, scope => Decide(scope, question), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new AskOutcome.StoreFailed();
        }
        if (decided is not AskOutcome.Sent sent)
        {
            return decided;
        }
        return await _post.SendAsync(new OtpMessage(question.Phone, question.Text), cancellation).ConfigureAwait(false) is { } channel
            ? sent with { Channel = channel }
            : new AskOutcome.NoChannel();
    }

    private AskOutcome Decide(FactScope scope, OtpQuestion question)
    {
        var nowMs = scope.Now.WallMs;
        var address = _secrets.NameOfAddress(question.Address);
        if (_notes.WaitOfAddress(scope.Rows, address, nowMs) is > 0 and var wait)
        {
            return new AskOutcome.Wait(wait, Blocked: false);
        }
        var tag = _secrets.TagOf(question.Phone);
        var (verdict, state, waitMs) = OtpRules.Ask(
            _notes.OfPhone(scope.Rows, tag), _secrets.HashOfChallenge(question.Challenge), _secrets.HashOfCode(tag, question.Challenge, question.Code), nowMs, _options);
        if (verdict != AskVerdict.Send)
        {
            return new AskOutcome.Wait(waitMs, verdict == AskVerdict.Blocked);
        }
        state = state with { PilgrimType = question.PilgrimType, Language = question.Language };
        return _notes.PutPhone(scope.Rows, tag, state, nowMs) && _notes.CountAddress(scope.Rows, address, nowMs)
            ? new AskOutcome.Sent("", DateTimeOffset.FromUnixTimeMilliseconds(state.UntilMs))
            : new AskOutcome.StoreFailed();
    }
}
