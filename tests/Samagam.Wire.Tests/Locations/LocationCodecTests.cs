using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Gossip;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.TestKit;
using Samagam.Wire.Gossip;
using Samagam.Wire.Locations;
using Samagam.Wire.Mesh.V1;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Locations;

public sealed class LocationCodecTests
{
    private static readonly FenceId Id = new(new Guid("7d9f3a10-0000-4000-8000-000000000001"));
    private static readonly Fence Bank = new(Id, "River", FenceShape.Corridor, [new(23.1826, 75.7682), new(23.1831, 75.7679), new(-23.1, -75.7)], 12.5, FenceTells.Person | FenceTells.Staff, false);

    private static readonly TrailPoint[] Way =
    [
        new(new PositionFix(new GeoPoint(23.1826, 75.7682), 8.5, 1_838_800_000_000) { AltitudeM = -3.4, HeadingDeg = 359.9, SpeedMps = 1.25, IsOfflineSync = true }, 77),
        new(new PositionFix(new GeoPoint(-23.1826, -75.7682), 25, 1_838_800_001_000), 0),
    ];

    private static readonly LiveNews News = new(
        [new LiveAsk(new NodeId(7), 99, 6, [new GroupId(new Guid("7d9f3a10-0000-4000-8000-000000000002"))])],
        [new LivePlace(new PersonId(new Guid("7d9f3a10-0000-4000-8000-000000000003")), new GroupId(new Guid("7d9f3a10-0000-4000-8000-000000000002")), new GeoPoint(23.1826, 75.7682), 8.5, 1_838_800_000_000, 120, 5)]);

    [Fact]
    public void They_come_back_as_they_were()
    {
        Assert.True(Bank.SaysTheSameAs(LocationCodec.TryReadFence(Of(LocationCodec.Serialise(Bank)))!));
        Assert.Equal(Way, LocationCodec.TryReadTrail(LocationCodec.Serialise(Way))!);
        long poison = 0;
        var frame = (GossipFrame.Live)FrameCodec.FromWire(Frame.Parser.ParseFrom(FrameCodec.ToWire(new GossipFrame.Live(News)).ToByteArray()), ref poison)!;
        Assert.Equal(News.Places, frame.News.Places);
        Assert.Equal(News.Asks[0] with { Groups = [] }, frame.News.Asks[0] with { Groups = [] });
        Assert.Equal(News.Asks[0].Groups, frame.News.Asks[0].Groups);
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal(GoldenFence, Convert.ToHexString(LocationCodec.Serialise(Bank)));
        Assert.Equal(GoldenTrail, Convert.ToHexString(LocationCodec.Serialise(Way)));
        Assert.Equal(GoldenLive, Convert.ToHexString(LiveCodec.ToWire(News).ToByteArray()));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over_and_an_old_build_passes_the_frame_over()
    {
        byte[] later = [0x9A, 0x06, 0x02, 0x68, 0x69];
        Assert.NotNull(LocationCodec.TryReadFence(Of([.. LocationCodec.Serialise(Bank), .. later])));
        Assert.Equal(2, LocationCodec.TryReadTrail([.. LocationCodec.Serialise(Way), .. later])!.Count);
        // What a build that does not know the frame sees: a frame of no kind.
        long poison = 0;
        Assert.Null(FrameCodec.FromWire(Frame.Parser.ParseFrom([0xFA, 0x01, 0x02, 0x08, 0x01]), ref poison));
    }

    [Fact]
    public void A_frame_beyond_its_limits_is_malformed_and_one_on_them_is_read()
    {
        var most = News with { Places = [.. Enumerable.Repeat(News.Places[0], LiveNews.MaxPlaces)] };
        Assert.Equal(LiveNews.MaxPlaces, LiveCodec.FromWire(LiveCodec.ToWire(most)).Places.Count);
        Assert.Throws<MalformedException>(() => LiveCodec.FromWire(LiveCodec.ToWire(most with { Places = [.. most.Places, News.Places[0]] })));
        var asks = News.Asks[0] with { Groups = [.. Enumerable.Repeat(News.Asks[0].Groups[0], LiveAsk.MaxGroups + 1)] };
        Assert.Throws<MalformedException>(() => LiveCodec.FromWire(LiveCodec.ToWire(new LiveNews([asks], []))));
    }

    [Fact]
    public void Garbage_is_nothing_or_within_its_limits() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var fence = LocationCodec.TryReadFence(Of(Spoilt(LocationCodec.Serialise(Bank), luck)));
        Assert.True(fence is null || (fence.Shape is >= FenceShape.Circle and <= FenceShape.Line && fence.RadiusM >= 0));
        var trail = LocationCodec.TryReadTrail(Spoilt(LocationCodec.Serialise(Way), luck));
        Assert.True(trail is null || trail.All(p => p.Fix.Point.IsValid));
        try
        {
            var news = LiveCodec.FromWire(Samagam.Wire.Locations.V1.LiveNews.Parser.ParseFrom(Spoilt(LiveCodec.ToWire(News).ToByteArray(), luck)));
            Assert.All(news.Places, p => Assert.True(p.Point.IsValid && p.AgeMs >= 0 && p.Hops is >= 0 and <= 255));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            Assert.NotEmpty(e.Message);
        }
    });

    // Made by Google's Python runtime from the same .proto.
    private const string GoldenFence =
        "0A05526976657210031A18A0898BDD01A0BDCAD205904EEF2EAFF6B1B903AFABC1A40B207D2803";
    private const string GoldenTrail =
        "0A2708A0898BDD0110A0BDCAD20518552080A89588C2352843308F1C387D4001494D000000000000000A16089F898BDD01109FBDCAD20518FA0120E8AF9588C235";
    private const string GoldenLive =
        "0A1808071063180622107D9F3A10000040008000000000000002123D0A107D9F3A1000004000800000000000000312107D9F3A1000004000800000000000000218A0898BDD0120A0BDCAD20528553080A89588C23538784005";

    private static Fact Of(byte[] body) => Fact("fence.said", Id.Subject, body, Lane.Shared);
}
