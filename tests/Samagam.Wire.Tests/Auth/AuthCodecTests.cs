using Samagam.Core.Auth;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.TestKit;
using Samagam.Wire.Auth;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Auth;

public sealed class AuthCodecTests
{
    private static readonly PersonId Person = new(Guid.Parse("0d6f1bd2-6f4e-4b0e-9f3a-111111111111"));
    private static readonly Guid Family = Guid.Parse("7c6f1bd2-6f4e-4b0e-9f3a-222222222222");
    private static readonly Account Asha = new(Person, new UInt128(1, 2), new byte[] { 9, 8, 7 }, true, 1_838_800_000_000, PilgrimType.Elder, "hi", new PersonId(Family));

    [Fact]
    public void An_account_comes_back_as_it_was_and_speaks_only_of_its_own_person()
    {
        var read = Read(AccountCodec.Serialise(Asha))!;
        Assert.Equal(Asha with { Phone = default }, read with { Phone = default });
        Assert.True(Asha.Phone.Span.SequenceEqual(read.Phone.Span));
        var pass = new Account(Person, null, default, false, 5, null, "");
        Assert.Equal(pass, Read(AccountCodec.Serialise(pass))! with { Phone = default });
        Assert.Null(AccountCodec.TryRead(Fact("person.account", "person/x", AccountCodec.Serialise(pass), Lane.Shared)));
        Assert.Null(AccountCodec.TryRead(Fact("person.account", Person.Subject + "/pin/1", AccountCodec.Serialise(pass), Lane.Shared)));
        Assert.Null(AccountCodec.TryRead(Fact("person.sung", Person.Subject, AccountCodec.Serialise(pass), Lane.Shared)));
    }

    [Fact]
    public void Bytes_are_fixed()
    {
        Assert.Equal("0A1000000000000000010000000000000002120309080718012080A89588C2352A05656C646572320268693A107C6F1BD26F4E4B0E9F3A222222222222", Hex(AccountCodec.Serialise(Asha)));
        Assert.Equal("090700000000000000" + "1005" + "1A0101", Hex(SignInCodec.Serialise(new SignInFact.Begun(7, 5, new byte[] { 1 }))));
        Assert.Equal("090700000000000000" + "110600000000000000" + "1805", Hex(SignInCodec.Serialise(new SignInFact.Turned(3, 7, 6, 5))));
        Assert.Equal("0802", Hex(SignInCodec.Serialise(new SignInFact.Ended(SignInEnd.Reused))));

        static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
    }

    [Fact]
    public void Sign_ins_come_back_as_they_were()
    {
        var begun = Assert.IsType<SignInFact.Begun>(SignIn(new SignInFact.Begun(7, 5, new byte[] { 1, 2 })));
        Assert.Equal((7ul, 5L, "0102"), (begun.TokenId, begun.StartedMs, Convert.ToHexString(begun.Device.Span)));
        // The turn is the edit count of the fact; here 0.
        Assert.Equal(new SignInFact.Turned(0, 7, 6, 5), SignIn(new SignInFact.Turned(0, 7, 6, 5)));
        Assert.Equal(new SignInFact.Ended(SignInEnd.Merged), SignIn(new SignInFact.Ended(SignInEnd.Merged)));
        Assert.Null(SignInCodec.TryRead(Fact("session.turned", Person.Subject, [], Lane.Shared)));
    }

    [Fact]
    public void What_a_later_build_says_is_passed_over_and_an_end_is_an_end()
    {
        Assert.Equal(Asha.PhoneTag, Read([.. AccountCodec.Serialise(Asha), 0x9A, 0x06, 0x02, 0x68, 0x69])!.PhoneTag);
        Assert.Equal(new SignInFact.Ended(SignInEnd.Left), SignInCodec.TryRead(Ended([0x08, 0x63])));
        Assert.Equal(new SignInFact.Ended(SignInEnd.Left), SignInCodec.TryRead(Ended([0xFF, 0xFF])));

        static Fact Ended(byte[] body) => Fact("session.ended", Core.Auth.SignIn.SubjectOf(Person, Family), body, Lane.Answer);
    }

    [Fact]
    public void Garbage_is_nothing_or_in_form() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var read = Read(Spoilt(AccountCodec.Serialise(Asha), luck));
        Assert.True(read is null || read.Language.Length <= Account.MaxLanguageChars && read.CreatedMs >= 0);
        foreach (var said in (SignInFact[])[new SignInFact.Begun(7, 5, new byte[] { 1 }), new SignInFact.Turned(3, 7, 6, 5), new SignInFact.Ended(SignInEnd.Left)])
        {
            SignInCodec.TryRead(Fact(SignInCodec.KindOf(said).Name, Core.Auth.SignIn.SubjectOf(Person, Family), Spoilt(SignInCodec.Serialise(said), luck), SignInCodec.KindOf(said).Lane));
        }
        OtpNoteCodec.TryRead(Spoilt(OtpNoteCodec.Serialise(OtpState.None with { Code = new byte[32], AskedMs = [1, 2] }), luck));
    });

    [Fact]
    public void Notes_come_back_as_they_were()
    {
        var state = new OtpState(new byte[] { 1 }, new byte[] { 2 }, 3, 2, [4, 5], [6], 7, "elder", "hi");
        var read = OtpNoteCodec.TryRead(OtpNoteCodec.Serialise(state))!;
        Assert.Equal((state.UntilMs, state.Tries, state.NotBeforeMs, state.PilgrimType, state.Language), (read.UntilMs, read.Tries, read.NotBeforeMs, read.PilgrimType, read.Language));
        Assert.Equal([.. state.AskedMs, .. state.FailedMs], [.. read.AskedMs, .. read.FailedMs]);
        Assert.Equal(9, OtpNoteCodec.TryReadTotp(OtpNoteCodec.Serialise(new TotpState(9, [], 0)))!.LastStep);
    }

    [Fact]
    public void The_same_facts_in_any_order_are_the_same_sign_in() => Seeds.ForEach(200, (_, luck) =>
    {
        var facts = Enumerable.Range(0, luck.Next(1, 8)).Select(i => (SignInFact)(luck.Next(4) switch
        {
            0 => new SignInFact.Begun((ulong)luck.Next(9), luck.Next(99), default),
            1 => new SignInFact.Ended((SignInEnd)luck.Next(1, 5)),
            _ => new SignInFact.Turned((uint)luck.Next(3), (ulong)luck.Next(9), (ulong)luck.Next(9), luck.Next(99)),
        })).Select((s, i) => (Fact(SignInCodec.KindOf(s).Name, Core.Auth.SignIn.SubjectOf(Person, Family), SignInCodec.Serialise(s), SignInCodec.KindOf(s).Lane, Id(luck.Next(1, 4), seq: (ulong)i + 1)), s)).ToArray();
        var one = Core.Auth.SignIn.Of(Family, facts);
        luck.Shuffle(facts);
        Assert.Equal(one! with { Device = default }, Core.Auth.SignIn.Of(Family, [.. facts, .. facts])! with { Device = default });
    });

    private static Account? Read(byte[] body) => AccountCodec.TryRead(Fact("person.account", Person.Subject, body, Lane.Shared));

    private static SignInFact? SignIn(SignInFact said) =>
        SignInCodec.TryRead(Fact(SignInCodec.KindOf(said).Name, Core.Auth.SignIn.SubjectOf(Person, Family), SignInCodec.Serialise(said), SignInCodec.KindOf(said).Lane));
}
