using Samagam.Core.Facts;
using Samagam.Core.Notices;
using Samagam.TestKit;
using Samagam.Wire.Notices;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Notices;

public sealed class NoticeCodecTests
{
    private static readonly NoticeDelivery[] States = [new(NoticeChannel.App, NoticeProgress.Read, 0, 1_838_800_000_000), new(NoticeChannel.Sms, NoticeProgress.Queued, 2, 5, "no-modem")];

    [Fact]
    public void What_is_said_comes_back_as_it_was()
    {
        var said = NoticeCodec.TryReadSaid(FactOf("notice.said", NoticeCodec.Serialise(NoticeCategory.Plan, 42, [1, 2, 3])))!.Value;
        Assert.Equal((NoticeCategory.Plan, 42L, "010203"), (said.Category, said.SaidMs, Convert.ToHexString(said.Words.Span)));
        var words = NoticeCodec.TryReadWords(NoticeCodec.Serialise(new NoticeWords("plan.next", ["मंदिर", "घाट", "7"])))!;
        Assert.Equal(("plan.next", "मंदिर|घाट|7"), (words.Template, string.Join('|', words.Values)));
        Assert.Equal(States, NoticeCodec.TryReadStates(FactOf("notice.state", NoticeCodec.Serialise(States))));
        var wishes = NoticePreferences.Default with { Language = "ta", Email = "a@example.org" };
        Assert.Equal(NoticeCodec.Serialise(wishes), NoticeCodec.Serialise(NoticeCodec.TryReadPreferences(NoticeCodec.Serialise(wishes))!));
        var push = new PushAddress("https://push.example/1", new byte[65] is var key && (key[0] = 4) == 4 ? key : [], new byte[16]);
        Assert.Equal(push.Endpoint, NoticeCodec.TryReadPush(NoticeCodec.Serialise(push))!.Endpoint);
        Assert.Equal("0405", Convert.ToHexString(NoticeCodec.TryUnwrap(FactOf("push.subscribed", NoticeCodec.Wrap([4, 5])))!.Value.Span));
        Assert.Null(NoticeCodec.TryReadSaid(FactOf("notice.state", NoticeCodec.Serialise(NoticeCategory.Plan, 42, [1]))));
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal("0803102A1A03010203", Convert.ToHexString(NoticeCodec.Serialise(NoticeCategory.Plan, 42, [1, 2, 3])));
        Assert.Equal("0A0608011005200A0A1208021001180220052A086E6F2D6D6F64656D", Convert.ToHexString(NoticeCodec.Serialise([States[0] with { AtMs = 10 }, States[1]])));
        Assert.Equal("0A04121314231090" + "0A18" + "AC02" + "22026869", Convert.ToHexString(NoticeCodec.Serialise(
            new NoticePreferences { Allowed = [(NoticeCategory.Safety, NoticeChannel.Sms), (NoticeCategory.Safety, NoticeChannel.Email), (NoticeCategory.Safety, NoticeChannel.Push), (NoticeCategory.Group, NoticeChannel.Email)], QuietFromMinute = 1_296, QuietToMinute = 300 })));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() =>
        Assert.Equal(States, NoticeCodec.TryReadStates(FactOf("notice.state", [.. NoticeCodec.Serialise(States), 0x9A, 0x06, 0x02, 0x68, 0x69])));

    [Fact]
    public void Garbage_is_nothing_or_valid() => Seeds.ForEach(1_000, (_, luck) =>
    {
        var body = NoticeCodec.Serialise(States);
        body[luck.Next(body.Length)] = (byte)luck.Next(256);
        body = body[..luck.Next(body.Length + 1)];
        Assert.True(NoticeCodec.TryReadStates(FactOf("notice.state", body))?.All(d => d.IsValid) ?? true);
        Assert.True(NoticeCodec.TryReadWords(body)?.IsValid ?? true);
        Assert.True(NoticeCodec.TryReadPreferences(body)?.IsValid ?? true);
        Assert.True(NoticeCodec.TryReadPush(body)?.IsValid ?? true);
        Assert.True(NoticeCodec.TryReadSaid(FactOf("notice.said", body)) is not { Category: 0 });
        Assert.True(NoticeCodec.TryUnwrap(FactOf("push.subscribed", body)) is not { Length: > 1_000 });
    });

    private static Fact FactOf(string kind, byte[] body) => Fact(kind, "person/00000000-0000-4000-8000-000000000001/notice/0", body, Lane.Shared);
}
