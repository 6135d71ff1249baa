using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Auth;

/// <summary>How showing a refresh token ended.</summary>
public abstract record TurnOutcome
{
    /// <summary>The pair of tokens to give: a new one, or the same as a moment ago when the answer may have been lost.</summary>
    public sealed record Turned(PersonId Person, Guid Family, uint Turn, ulong TokenId) : TurnOutcome;

    /// <summary>It had been exchanged before: the sign-in has ended, everywhere.</summary>
    public sealed record Reused : TurnOutcome;

    /// <summary>The sign-in has ended, or the person was erased.</summary>
    public sealed record Ended : TurnOutcome;

    /// <summary>This box cannot write: nothing was exchanged, the token is still good.</summary>
    public sealed record StoreFailed : TurnOutcome;
}

/// <summary>Exchanges a refresh token for the next pair. What it decides is <see cref="TurnRule"/>'s.</summary>
public sealed class TurnSession
{
    private readonly FactDesk _desk;
    private readonly SignInRows _rows;

    internal TurnSession(FactDesk desk, SignInRows rows) => (_desk, _rows) = (desk, rows);

    /// <param name="turn">The token's turn.</param>
    /// <param name="tokenId">The token's id.</param>
    /// <param name="next">Id of the pair to give, and of a sign-in that may have to begin.</param>
    public async ValueTask<TurnOutcome> RunAsync(PersonId person, Guid family, uint turn, ulong tokenId, NewSignIn next, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync<TurnOutcome>(Lane.Shared, scope => Decide(scope, person, family, turn, tokenId, next), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new TurnOutcome.StoreFailed();
        }
    }

    private TurnOutcome Decide(FactScope scope, PersonId person, Guid family, uint turn, ulong tokenId, NewSignIn next)
    {
        if (SignInRows.IsErased(scope.Rows.BySubject, person))
        {
            return new TurnOutcome.Ended();
        }
        var known = SignInRows.Of(scope.Rows.BySubject, person, family);
        var nowMs = scope.Now.WallMs;
        switch (TurnRule.Judge(known, turn, tokenId, nowMs, _desk.Self, _rows.Options))
        {
            case TurnVerdict.Next when SignInRows.AccountOf(scope.Rows.BySubject, person)?.MergedInto is not null:
                return MoveOver(scope, person, family, known, next);
            case TurnVerdict.Next:
                SignInRows.State(scope, person, family, new SignInFact.Turned(turn + 1, next.TokenId, tokenId, nowMs));
                _rows.Trim(scope, person, family, nowMs);
                return new TurnOutcome.Turned(person, family, turn + 1, next.TokenId);
            case TurnVerdict.SameAgain:
                return new TurnOutcome.Turned(person, family, known!.Turn, known.TokenId!.Value);
            case TurnVerdict.Reused:
                SignInRows.State(scope, person, family, new SignInFact.Ended(SignInEnd.Reused));
                return new TurnOutcome.Reused();
            default:
                return new TurnOutcome.Ended();
        }
    }

    /// <summary>The person turned out to be another account: the phone goes on as that one.</summary>
    private TurnOutcome MoveOver(FactScope scope, PersonId person, Guid family, SignIn? known, NewSignIn next)
    {
        if (SignInRows.StandingOf(scope.Rows.BySubject, person) is not { MergedInto: null } standing)
        {
            return new TurnOutcome.Ended();
        }
        next = next with { DeviceName = _rows.DeviceNameOf(scope.Rows.BySubject, person, known) };
        SignInRows.State(scope, person, family, new SignInFact.Ended(SignInEnd.Merged));
        return _rows.Begin(scope, standing.Person, next) ? new TurnOutcome.Turned(standing.Person, next.Family, 0, next.TokenId) : new TurnOutcome.Ended();
    }
}
