using Samagam.Core.Facts;
using Samagam.Core.Warnings;
using Samagam.TestKit;
using Samagam.Wire.Warnings;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Warnings;

public sealed class WarningCodecTests
{
    [Fact]
    public void Any_warning_comes_back_as_it_was_and_speaks_only_of_its_own_subject() => Seeds.ForEach(300, (_, luck) =>
    {
        var message = WarningSamples.Any(luck);
        Assert.True(message.IsValid);
        var body = WarningCodec.Serialise(message);
        var back = WarningCodec.TryRead(FactOf(message, body));
        Assert.NotNull(back);
        Assert.Equal(body, WarningCodec.Serialise(back));
        Assert.Equal(CapWriter.Write(message), CapWriter.Write(back));
        Assert.Null(WarningCodec.TryRead(Fact("warning.issued", WarningId.Of("another", "one").Subject, body, Lane.Warning)));
    });

    [Fact]
    public void Its_bytes_are_fixed() => Assert.Equal(
        "0A08756A6A61696E2D3712167761726E696E6773406B756D62682E6578616D706C651880B9E7EC06209405280130016299010A026869120203021A0CE0A4ACE0A4BEE0A4A2E0A4BC22010228013001380160A0F1E7EC067226E0A498E0A4BEE0A49F20E0A496E0A4BCE0A4BEE0A4B2E0A58020E0A495E0A4B0E0A587E0A482AA01490A13E0A4B0E0A4BEE0A4AE20E0A498E0A4BEE0A49F1201001A1508A0808EDD0110A0C9C6D20519000000000000D03F22180A0C73616D6167616D3A7A6F6E65120872616D2D676861746A140A1280F387DD0180BCC0D205C09A0C0000C09A0C720773746166662D33",
        Convert.ToHexString(WarningCodec.Serialise(WarningSamples.Flood)));

    [Fact]
    public void An_area_said_in_seven_languages_is_carried_once()
    {
        var one = WarningSamples.Flood.Infos[0] with { Areas = [new WarningArea { Description = "x", Rings = [[.. Enumerable.Range(0, 200).Select(i => new Core.Geo.GeoPoint(23 + (i * 0.0001), 75))]] }] };
        var alone = WarningCodec.Serialise(WarningSamples.Flood with { Infos = [one] }).Length;
        var seven = WarningCodec.Serialise(WarningSamples.Flood with { Infos = [.. Enumerable.Repeat(one, 7)] }).Length;
        Assert.True(seven < alone + (6 * 200), $"{alone} bytes in one language, {seven} in seven");
    }

    [Fact]
    public void An_old_reader_passes_over_fields_of_a_later_build()
    {
        byte[] later = [.. WarningCodec.Serialise(WarningSamples.Flood), 0xFA, 0x07, 0x02, 0x68, 0x69];
        Assert.Equal(WarningCodec.Serialise(WarningSamples.Flood), WarningCodec.TryRead(FactOf(WarningSamples.Flood, later)) is { } read ? WarningCodec.Serialise(read) : []);
    }

    [Fact]
    public void Garbage_is_no_warning_and_breaks_nothing() => Seeds.ForEach(500, (_, luck) =>
    {
        var body = WarningCodec.Serialise(WarningSamples.Any(luck));
        for (var i = luck.Next(1, 6); i > 0; i--)
        {
            body[luck.Next(body.Length)] = (byte)luck.Next(256);
        }
        if (WarningCodec.TryRead(FactOf(WarningSamples.Flood, luck.Next(2) == 0 ? body : body[..luck.Next(body.Length)])) is { } read)
        {
            Assert.True(read.IsValid);
        }
    });

    private static Fact FactOf(WarningMessage message, byte[] body) => Fact("warning.issued", message.Subject, body, Lane.Warning);
}
