using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.TestKit;
using Samagam.Wire.Crowd;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Crowd;

public sealed class CrowdCodecTests
{
    private static readonly CrowdReport Report = new("ram-ghat", "counter-7", CrowdSource.Counter, 3.25);

    [Fact]
    public void A_report_comes_back_as_it_was_and_speaks_only_of_its_own_subject()
    {
        Assert.Equal(Report, CrowdCodec.TryRead(Fact("crowd.reported", Report.Subject, CrowdCodec.Serialise(Report), Lane.Shared)));
        Assert.Null(CrowdCodec.TryRead(Fact("crowd.reported", "crowd/gau-ghat/counter-7", CrowdCodec.Serialise(Report), Lane.Shared)));
        Assert.Null(CrowdCodec.TryRead(Fact("crowd.sung", Report.Subject, CrowdCodec.Serialise(Report), Lane.Shared)));
    }

    [Fact]
    public void Its_bytes_are_fixed() =>
        Assert.Equal("0A0872616D2D676861741209636F756E7465722D37180120C502", Convert.ToHexString(CrowdCodec.Serialise(Report)));

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() =>
        Assert.Equal(Report, CrowdCodec.TryRead(Fact("crowd.reported", Report.Subject, [.. CrowdCodec.Serialise(Report), 0x9A, 0x06, 0x02, 0x68, 0x69], Lane.Shared)));

    [Fact]
    public void Garbage_is_no_report_or_a_valid_one() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var read = CrowdCodec.TryRead(Fact("crowd.reported", Report.Subject, Spoilt(CrowdCodec.Serialise(Report), luck), Lane.Shared));
        Assert.True(read is null || read.IsValid);
    });
}
