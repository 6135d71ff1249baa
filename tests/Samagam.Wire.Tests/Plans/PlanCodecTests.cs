using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Plans;
using Samagam.TestKit;
using Samagam.Wire.Plans;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Plans;

public sealed class PlanCodecTests
{
    private static readonly PlanProgress Progress = new(100, ["a", "b"], 2, 200);
    private static readonly string Subject = PlanCodec.SubjectOf(new PersonId(new Guid("00000000-0000-4000-8000-000000000001")), "short-walk");

    [Fact]
    public void Progress_comes_back_as_it_was()
    {
        Assert.Equal(Progress, PlanCodec.TryRead(PlanCodec.Serialise(Progress)));
        Assert.Equal([1, 2, 3], PlanCodec.TryUnwrap(Fact("plan.progressed", Subject, PlanCodec.Wrap([1, 2, 3]), Lane.Shared)));
        Assert.Null(PlanCodec.TryUnwrap(Fact("plan.sung", Subject, PlanCodec.Wrap([1, 2, 3]), Lane.Shared)));
        Assert.Null(PlanCodec.TryUnwrap(Fact("plan.progressed", Subject, [], Lane.Shared)));
    }

    [Fact]
    public void Its_bytes_are_fixed() => Assert.Equal("0864120161120162180220C801", Convert.ToHexString(PlanCodec.Serialise(Progress)));

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() => Assert.Equal(Progress, PlanCodec.TryRead([.. PlanCodec.Serialise(Progress), 0x9A, 0x06, 0x02, 0x68, 0x69]));

    [Fact]
    public void Garbage_is_nothing_or_valid() => Seeds.ForEach(2_000, (_, luck) => Assert.True(PlanCodec.TryRead(Spoilt(PlanCodec.Serialise(Progress), luck)) is null or { IsValid: true }));
}
