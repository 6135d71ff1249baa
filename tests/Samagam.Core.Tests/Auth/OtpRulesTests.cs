using Samagam.Core.Auth;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Auth;

public sealed class OtpRulesTests
{
    private static readonly OtpOptions Options = new();
    private static readonly byte[] Hash = new byte[32];
    private const long Now = 1_850_000_000_000;

    [Fact]
    public void Three_codes_an_hour_for_one_number_and_no_fourth()
    {
        OtpState? state = null;
        for (var i = 0; i < 3; i++)
        {
            (var verdict, state, _) = OtpRules.Ask(state, Hash, Hash, Now + i, Options);
            Assert.Equal(AskVerdict.Send, verdict);
        }
        var fourth = OtpRules.Ask(state, Hash, Hash, Now + 10, Options);
        Assert.Equal((AskVerdict.TooOften, OtpRules.HourMs - 10), (fourth.Verdict, fourth.WaitMs));
        Assert.Equal(AskVerdict.TooOften, OtpRules.Ask(state, Hash, Hash, Now + OtpRules.HourMs - 1, Options).Verdict);
        Assert.Equal(AskVerdict.Send, OtpRules.Ask(state, Hash, Hash, Now + OtpRules.HourMs, Options).Verdict);
    }

    [Fact]
    public void A_code_is_good_for_five_minutes_and_once()
    {
        var asked = OtpRules.Ask(null, Hash, Hash, Now, Options).State;
        Assert.Equal(TryVerdict.NoCode, OtpRules.Try(asked, true, true, Now + 300_000, Options).Verdict);
        var right = OtpRules.Try(asked, true, true, Now + 299_999, Options);
        Assert.Equal(TryVerdict.Right, right.Verdict);
        Assert.Equal(TryVerdict.NoCode, OtpRules.Try(right.State, true, true, Now + 299_999, Options).Verdict);
    }

    [Fact]
    public void Three_tries_each_after_a_longer_wait()
    {
        var state = OtpRules.Ask(null, Hash, Hash, Now, Options).State;
        var at = Now;
        foreach (var delay in (long[])[1_000, 2_000, 5_000])
        {
            var wrong = OtpRules.Try(state, true, false, at, Options);
            Assert.Equal((TryVerdict.Wrong, delay), (wrong.Verdict, wrong.WaitMs));
            if (delay < 5_000)
            {
                Assert.Equal((TryVerdict.TooSoon, 1L), OtpRules.Try(wrong.State, true, true, at + delay - 1, Options) is var soon ? (soon.Verdict, soon.WaitMs) : default);
            }
            (state, at) = (wrong.State, at + delay);
        }
        // The third ended the code: the right one comes too late.
        Assert.Equal(TryVerdict.NoCode, OtpRules.Try(state, true, true, at, Options).Verdict);
        Assert.Equal(AskVerdict.TooOften, OtpRules.Ask(state, Hash, Hash, at - 1, Options).Verdict);
        Assert.Equal(AskVerdict.Send, OtpRules.Ask(state, Hash, Hash, at, Options).Verdict);
    }

    [Fact]
    public void Whoever_did_not_ask_cannot_use_up_the_tries()
    {
        var state = OtpRules.Ask(null, Hash, Hash, Now, Options).State;
        for (var i = 0; i < 20; i++)
        {
            var stranger = OtpRules.Try(state, false, true, Now + i, Options);
            Assert.Equal(TryVerdict.NoCode, stranger.Verdict);
            state = stranger.State;
        }
        Assert.Equal(TryVerdict.Right, OtpRules.Try(state, true, true, Now + 20, Options).Verdict);
    }

    [Fact]
    public void Ten_wrong_codes_in_a_day_block_a_number_and_nine_do_not()
    {
        OtpState? state = null;
        var (at, failures) = (Now, 0);
        while (failures < 10)
        {
            var asked = OtpRules.Ask(state, Hash, Hash, at, Options);
            if (asked.Verdict == AskVerdict.TooOften)
            {
                at += asked.WaitMs;
                continue;
            }
            Assert.Equal(AskVerdict.Send, asked.Verdict);
            state = asked.State;
            for (var i = 0; i < 3 && failures < 10; i++, failures++)
            {
                var wrong = OtpRules.Try(state, true, false, at, Options);
                Assert.Equal(TryVerdict.Wrong, wrong.Verdict);
                (state, at) = (wrong.State, at + wrong.WaitMs);
            }
        }
        var blocked = OtpRules.Ask(state, Hash, Hash, at, Options);
        Assert.Equal(AskVerdict.Blocked, blocked.Verdict);
        Assert.Equal(TryVerdict.Blocked, OtpRules.Try(state, true, true, at, Options).Verdict);
        Assert.Equal(AskVerdict.Send, OtpRules.Ask(state, Hash, Hash, at + blocked.WaitMs, Options).Verdict);
    }

    [Fact]
    public void A_clock_set_back_forgives_and_nothing_is_forgotten_early()
    {
        var state = OtpRules.Ask(null, Hash, Hash, Now, Options).State;
        var wrong = OtpRules.Try(state, true, false, Now, Options).State;
        Assert.False(wrong.IsOver(Now + OtpRules.DayMs - 1));
        Assert.True(wrong.IsOver(Now + OtpRules.DayMs));
        Assert.Equal(AskVerdict.Send, OtpRules.Ask(wrong, Hash, Hash, Now - OtpRules.DayMs, Options).Verdict);
    }

    [Fact]
    public void No_order_of_questions_and_tries_beats_the_limits() => Seeds.ForEach(200, (seed, random) =>
    {
        OtpState? state = null;
        var at = Now;
        var (asks, wrongs) = (new List<long>(), new List<long>());
        var tries = 0;
        for (var i = 0; i < 300; i++)
        {
            at += random.Next(4) switch { 0 => random.Next(100), 1 => random.Next(6_000), 2 => random.Next(60_000), _ => random.Next(2_000_000) };
            if (random.Next(3) == 0)
            {
                (var verdict, state, _) = OtpRules.Ask(state, Hash, Hash, at, Options);
                if (verdict == AskVerdict.Send)
                {
                    asks.Add(at);
                    tries = 0;
                }
            }
            else
            {
                (var verdict, state, _) = OtpRules.Try(state, random.Next(5) > 0, false, at, Options);
                if (verdict == TryVerdict.Wrong)
                {
                    wrongs.Add(at);
                    Assert.True(++tries <= 3, $"seed {seed}");
                }
            }
        }
        Assert.All(asks, a => Assert.True(asks.Count(b => b > a - OtpRules.HourMs && b <= a) <= 3));
        Assert.All(wrongs, a => Assert.True(wrongs.Count(b => b > a - OtpRules.DayMs && b <= a) <= 10));
    });

    [Fact]
    public void An_authenticator_code_is_good_once_and_wrong_ones_wait()
    {
        var (verdict, state, _) = TotpRules.Try(null, 100, Now);
        Assert.Equal(TryVerdict.Right, verdict);
        Assert.Equal(TryVerdict.Wrong, TotpRules.Try(state, 100, Now).Verdict);
        Assert.Equal(TryVerdict.Wrong, TotpRules.Try(state, 99, Now).Verdict);
        Assert.Equal(TryVerdict.Right, TotpRules.Try(state, 101, Now).Verdict);
        var at = Now;
        for (var i = 0; i < TotpRules.FailuresPerDay; i++)
        {
            (verdict, state, var wait) = TotpRules.Try(state, null, at);
            Assert.Equal(TryVerdict.Wrong, verdict);
            Assert.Equal(TryVerdict.TooSoon, i < TotpRules.FailuresPerDay - 1 ? TotpRules.Try(state, 102, at).Verdict : TryVerdict.TooSoon);
            at += wait;
        }
        Assert.Equal(TryVerdict.Blocked, TotpRules.Try(state, 102, at).Verdict);
    }
}
