using Samagam.Core.Auth;
using Samagam.Core.Ids;

namespace Samagam.Core.Tests.Auth;

public sealed class TurnRuleTests
{
    private static readonly NodeId Here = new(1), There = new(2);
    private static readonly AuthOptions Options = new();
    private const long Now = 1_850_000_000_000;
    private static readonly SignIn Known = new(Guid.NewGuid(), Now - 1_000, default, Turn: 3, TokenId: 33, PreviousId: 22, LastMs: Now, LastAt: Here, End: null);

    [Fact]
    public void The_latest_token_is_exchanged_and_every_other_ends_the_sign_in()
    {
        Assert.Equal(TurnVerdict.Next, Judge(Known, 3, 33));
        Assert.Equal(TurnVerdict.Reused, Judge(Known, 3, 34));
        Assert.Equal(TurnVerdict.Reused, Judge(Known, 1, 11));
        Assert.Equal(TurnVerdict.Reused, Judge(Known, 2, 23));
    }

    [Fact]
    public void A_box_that_knows_less_than_the_token_believes_it()
    {
        Assert.Equal(TurnVerdict.Next, Judge(null, 7, 77));
        Assert.Equal(TurnVerdict.Next, Judge(Known, 4, 44));
    }

    [Fact]
    public void A_lost_answer_is_given_again_at_the_same_box_within_seconds()
    {
        Assert.Equal(TurnVerdict.SameAgain, Judge(Known, 2, 22));
        Assert.Equal(TurnVerdict.SameAgain, Judge(Known, 2, 22, Now + 10_000));
        Assert.Equal(TurnVerdict.Reused, Judge(Known, 2, 22, Now + 10_001));
        Assert.Equal(TurnVerdict.Reused, Judge(Known, 2, 22, Now - 1));
        Assert.Equal(TurnVerdict.Reused, Judge(Known with { LastAt = There }, 2, 22));
    }

    [Fact]
    public void What_has_ended_stays_ended()
    {
        Assert.Equal(TurnVerdict.Ended, Judge(Known with { End = SignInEnd.Left }, 3, 33));
        Assert.Equal(TurnVerdict.Ended, Judge(Known with { End = SignInEnd.Reused }, 9, 99));
    }

    private static TurnVerdict Judge(SignIn? known, uint turn, ulong id, long now = Now) => TurnRule.Judge(known, turn, id, now, Here, Options);
}
