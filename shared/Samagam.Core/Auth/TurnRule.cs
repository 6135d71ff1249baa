using Samagam.Core.Ids;

namespace Samagam.Core.Auth;

/// <summary>What becomes of a refresh token that is shown.</summary>
public enum TurnVerdict
{
    /// <summary>Exchange it.</summary>
    Next,

    /// <summary>It was exchanged here a moment ago and the answer may have been lost: give the same answer again.</summary>
    SameAgain,

    /// <summary>It was exchanged before: two hold it. The sign-in ends.</summary>
    Reused,

    /// <summary>The sign-in has ended.</summary>
    Ended,
}

/// <summary>
/// Refresh tokens are good for one exchange (OAuth 2.0 Security BCP, RFC 9700 §4.14.2). Pure: what a box knows of the sign-in against what the token
/// says. A box the facts have not reached yet knows less than the token and believes it: the token is signed by a box of the mesh.
/// </summary>
public static class TurnRule
{
    /// <param name="known">The sign-in as far as known here; null for unknown.</param>
    /// <param name="turn">The token's turn.</param>
    /// <param name="tokenId">The token's id.</param>
    /// <param name="self">This box: only the box that exchanged a token can know that its answer was lost.</param>
    public static TurnVerdict Judge(SignIn? known, uint turn, ulong tokenId, long nowMs, NodeId self, AuthOptions options)
    {
        if (known is null)
        {
            return TurnVerdict.Next;
        }
        if (known.End is not null)
        {
            return TurnVerdict.Ended;
        }
        if (turn > known.Turn || known.TokenId is null)
        {
            return TurnVerdict.Next;
        }
        if (turn == known.Turn)
        {
            return tokenId == known.TokenId ? TurnVerdict.Next : TurnVerdict.Reused;
        }
        var age = nowMs - known.LastMs;
        return turn + 1 == known.Turn && tokenId == known.PreviousId && known.LastAt == self && age >= 0 && age <= options.LostAnswerSeconds * 1000L
            ? TurnVerdict.SameAgain
            : TurnVerdict.Reused;
    }
}
