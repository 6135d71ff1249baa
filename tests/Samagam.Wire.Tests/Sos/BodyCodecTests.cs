using Samagam.Core.Boxes;
using Samagam.Core.Duty;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.TestKit;
using Samagam.Wire.Boxes;
using Samagam.Wire.Duty;
using Samagam.Wire.Hub;
using Samagam.Wire.Sos;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Sos;

/// <summary>Bodies of the kinds this build knows: steps of a case, duty, boxes, receipts.</summary>
public sealed class BodyCodecTests
{
    private static readonly SosId Case = new(new Guid("00000000-0000-4000-8000-000000000001"));

    [Fact]
    public void Every_step_of_a_case_comes_back_as_it_was() => Seeds.ForEach(600, (_, luck) =>
    {
        var step = AnyStep(luck);
        var read = SosCodec.TryRead(Fact(SosCodec.KindOf(step).Name, Case.Subject, SosCodec.Serialise(step)));
        Assert.NotNull(read);
        Assert.Equal((Case, step), (read.Case, read.Step));
    });

    [Fact]
    public void Every_kind_of_step_is_a_known_kind_of_lane_0_or_1()
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        Seeds.ForEach(400, (_, luck) =>
        {
            var kind = SosCodec.KindOf(AnyStep(luck));
            Assert.Same(FactKinds.Find(kind.Name), kind);
            Assert.True(kind.Lane.IsFlooded() && kind.Lane.IsSigned());
            kinds.Add(kind.Name);
        });
        Assert.Equal(12, kinds.Count);
    }

    [Fact]
    public void A_step_with_fields_of_a_later_build_is_read_all_the_same() => Seeds.ForEach(100, (_, luck) =>
    {
        var step = AnyStep(luck);
        byte[] later = [.. SosCodec.Serialise(step), 0x9A, 0x06, 0x02, 0x68, 0x69];
        Assert.Equal(step, SosCodec.TryRead(Fact(SosCodec.KindOf(step).Name, Case.Subject, later))?.Step);
    });

    [Fact]
    public void A_step_of_a_later_kind_is_no_step_and_no_error() => Assert.Null(SosCodec.TryRead(Fact("sos.sung", Case.Subject, [1, 2, 3])));

    [Theory]
    [InlineData("sos/")]
    [InlineData("sos/1")]
    [InlineData("gate/00000000-0000-4000-8000-000000000001")]
    [InlineData("sos/00000000-0000-0000-0000-000000000000")]
    public void A_step_about_no_case_is_no_step(string subject) => Assert.Null(SosCodec.TryRead(Fact("sos.cancelled", subject, [])));

    [Fact]
    public void Garbage_in_a_step_is_no_step_and_no_error() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var step = AnyStep(luck);
        var read = SosCodec.TryRead(Fact(SosCodec.KindOf(step).Name, Case.Subject, Spoilt(SosCodec.Serialise(step), luck)));
        switch (read?.Step)
        {
            case SosRaised raised:
                Assert.True(raised.Place.IsValid && raised.People is >= 0 and <= SosRaised.MaxPeople && raised.PlaceLabel.Length <= 500);
                break;
            case SosAccepted accepted:
                Assert.InRange(accepted.EtaSeconds, 0, SosAccepted.MaxEtaSeconds);
                break;
            case SosOffered offered:
                Assert.True(offered.Offers.Count <= SosOffered.MaxOffers && offered.Level <= RingLevel.Siren && offered.WindowMs >= 0);
                break;
        }
    });

    [Fact]
    public void An_offer_to_more_than_fit_is_cut_to_its_limit()
    {
        var step = new SosOffered(RingLevel.Siren, [.. Enumerable.Range(0, SosOffered.MaxOffers + 1).Select(i => new SosOffer(new ResponderId("v" + i), i))], 1);
        var read = SosCodec.TryRead(Fact("sos.offered", Case.Subject, SosCodec.Serialise(step)));
        Assert.Equal(SosOffered.MaxOffers, Assert.IsType<SosOffered>(read?.Step).Offers.Count);
    }

    [Fact]
    public void A_call_has_the_bytes_it_had_on_the_first_day()
    {
        var call = new SosRaised
        {
            Type = SosType.Medical,
            Place = new(new(23.1844, 75.7652), 150, Core.Geo.PlaceSource.Node),
            People = 2,
            Door = SosDoor.Form,
            PlaceLabel = "pole 7",
            Skills = ["medic"],
        };
        Assert.Equal("0801121d09e561a1d6342f3740118cb96b09f9f05240190000000000c062402001180220012a06706f6c652037320268693a056d65646963", Convert.ToHexStringLower(SosCodec.Serialise(call)));
    }

    [Fact]
    public void Duty_comes_back_as_it_was_and_speaks_only_of_its_own_subject()
    {
        var duty = new DutyState(new ResponderId("asha"), true, "Call 7", "volunteer", ["medic"], new NodeId(3), 2, new(23.1844, 75.7652));
        var read = DutyCodec.TryRead(Fact("responder.duty", duty.Responder.Subject, DutyCodec.Serialise(duty), Lane.Answer));
        Assert.Equal(duty with { Skills = [] }, read! with { Skills = [] });
        Assert.Equal(duty.Skills, read.Skills);
        Assert.Null(DutyCodec.TryRead(Fact("responder.duty", "responder/ravi", DutyCodec.Serialise(duty), Lane.Answer)));
    }

    [Fact]
    public void A_box_comes_back_as_it_was_and_speaks_only_of_itself()
    {
        var box = new Box(new NodeId(7), "Ram Ghat", "राम घाट", 2, new(23.1844, 75.7652), false, new byte[] { 1, 2, 3 });
        var read = BoxCodec.TryRead(Fact("box.joined", BoxCodec.SubjectOf(box.Node), BoxCodec.Serialise(box)));
        Assert.Equal(box with { Certificate = default }, read! with { Certificate = default });
        Assert.Equal([1, 2, 3], read.Certificate.ToArray());
        Assert.Null(BoxCodec.TryRead(Fact("box.joined", "box/n8", BoxCodec.Serialise(box))));
    }

    [Fact]
    public void A_receipt_comes_back_as_it_was()
    {
        var key = Id().Key;
        var held = RangeSet.From([new SeqRange(1, 40), new SeqRange(44, 44)]);
        var read = ReceiptCodec.TryRead(Fact("hub.receipt", ReceiptCodec.SubjectOf(key), ReceiptCodec.Serialise(key, held), Lane.Answer));
        Assert.Equal((key, held), read);
    }

    [Fact]
    public void Garbage_in_other_bodies_is_nothing_and_no_error() => Seeds.ForEach(1_500, (_, luck) =>
    {
        var duty = new DutyState(new ResponderId("asha"), true, "Call 7", "volunteer", ["medic"], new NodeId(3), 2, new(23.1844, 75.7652));
        var box = new Box(new NodeId(7), "Ram Ghat", "राम घाट", 2, new(23.1844, 75.7652), false, new byte[] { 1, 2, 3 });
        var read = DutyCodec.TryRead(Fact("responder.duty", "responder/asha", Spoilt(DutyCodec.Serialise(duty), luck), Lane.Answer));
        Assert.True(read is null || (read.Point.IsValid && read.CallSign.Length <= DutyState.MaxWordLength && read.Skills.Count <= DutyState.MaxSkills));
        var joined = BoxCodec.TryRead(Fact("box.joined", "box/n7", Spoilt(BoxCodec.Serialise(box), luck)));
        Assert.True(joined is null || (joined.Point.IsValid && joined.Name.Length <= Box.MaxNameLength));
        ReceiptCodec.TryRead(Fact("hub.receipt", "receipt/x", Spoilt(ReceiptCodec.Serialise(Id().Key, RangeSet.Of(1, 9)), luck), Lane.Answer));
    });
}
