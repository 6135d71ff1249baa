using System.Text;
using Samagam.Core.Warnings;
using Samagam.TestKit;
using Samagam.Wire.Warnings;

namespace Samagam.Wire.Tests.Warnings;

/// <summary>CAP 1.2 in and out.</summary>
public sealed class CapTests
{
    private const int Max = 64 * 1024;

    [Fact]
    public void Any_warning_goes_out_as_a_valid_document_and_comes_back_as_it_was() => Seeds.ForEach(300, (_, luck) =>
    {
        var message = WarningSamples.Any(luck);
        var document = CapWriter.Write(message);
        var back = CapReader.Read(document, Max, "");
        Assert.True(back.Message is not null, $"{back.Refusal}: {back.Detail}\n{Encoding.UTF8.GetString(document)}");
        Assert.Equal(WarningCodec.Serialise(message), WarningCodec.Serialise(back.Message));
    });

    [Fact]
    public void Times_are_written_in_the_zone_of_the_message_and_UTC_with_a_minus()
    {
        Assert.Contains("<sent>2028-04-08T15:16:40+05:30</sent>", Text(WarningSamples.Flood), StringComparison.Ordinal);
        Assert.Contains("<sent>2028-04-08T09:46:40-00:00</sent>", Text(WarningSamples.Flood with { OffsetMinutes = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_is_written_closed_and_a_circle_in_kilometres()
    {
        Assert.Contains("<polygon>23.18,75.76 23.19,75.76 23.19,75.77 23.18,75.76</polygon>", Text(WarningSamples.Flood), StringComparison.Ordinal);
        Assert.Contains("<circle>23.185,75.765 0.25</circle>", Text(WarningSamples.Flood), StringComparison.Ordinal);
    }

    // Built like the samples of appendix A of the standard: an advisory for everybody, a storm with polygon and codes, an update in two languages, a lost child.
    [Theory]
    [InlineData("advisory", 1, WarningMsgType.Alert, WarningCategory.Security)]
    [InlineData("storm", 1, WarningMsgType.Alert, WarningCategory.Met)]
    [InlineData("quake", 1, WarningMsgType.Update, WarningCategory.Geo)]
    [InlineData("child", 2, WarningMsgType.Alert, WarningCategory.Rescue)]
    public void Documents_built_like_the_samples_of_the_standard_are_taken_in(string name, int languages, WarningMsgType type, WarningCategory category)
    {
        var read = Read(Foreign(name));
        Assert.True(read.Message is not null, $"{read.Refusal}: {read.Detail}");
        Assert.Equal((languages, type, category), (read.Message.Infos.Count, read.Message.Type, read.Message.Infos[0].Categories[0]));
        Assert.Equal(WarningCodec.Serialise(read.Message), WarningCodec.Serialise(CapReader.Read(CapWriter.Write(read.Message), Max, "").Message!));
    }

    [Fact]
    public void A_foreign_document_says_all_it_said()
    {
        var storm = Read(Foreign("storm")).Message!;
        var info = storm.Infos[0];
        Assert.Equal(("en-US", WarningSeverity.Severe, new WarningCode("SAME", "SVR")), (info.Language, info.Severity, info.EventCodes[0]));
        Assert.Equal((6, new WarningCode("FIPS6", "006109")), (info.Areas[0].Rings[0].Count, info.Areas[0].Codes[0]));
        Assert.Equal(-7 * 60, storm.OffsetMinutes);
        var quake = Read(Foreign("quake")).Message!;
        Assert.Equal(WarningId.Of("quakes@example.gov", "TRI13970876.1"), Assert.Single(quake.References).Id);
        Assert.Equal(new WarningCircle(new(32.9525, -115.5527), 0), quake.Infos[0].Areas[0].Circles[0]);
    }

    [Theory]
    [InlineData("<a/>", CapRefusal.NotCap)]
    [InlineData("", CapRefusal.NotXml)]
    [InlineData("{\"a\":1}", CapRefusal.NotXml)]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"/>", CapRefusal.NotCap)]
    [InlineData("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.1\"><identifier>x</identifier></alert>", CapRefusal.NotCap)]
    [InlineData("<!DOCTYPE alert [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">&x;</alert>", CapRefusal.NotXml)]
    public void What_is_no_CAP_is_refused_and_said_why(string text, CapRefusal why)
    {
        var read = Read(text);
        Assert.Equal((null, why), (read.Message, read.Refusal));
        Assert.NotEmpty(read.Detail);
    }

    [Theory]
    [InlineData("<scope>Public</scope>", "<scope>Restricted</scope><restriction>police</restriction>", CapRefusal.Scope)]
    [InlineData("<scope>Public</scope>", "<scope>Private</scope><addresses>a@b</addresses>", CapRefusal.Scope)]
    [InlineData("<status>Actual</status>", "<status>Test</status>", CapRefusal.Status)]
    [InlineData("<status>Actual</status>", "<status>actual</status>", CapRefusal.NotCap)]
    [InlineData("<msgType>Alert</msgType>", "<msgType>Ack</msgType>", CapRefusal.MsgType)]
    [InlineData("<sent>2028-04-08T15:16:40+05:30</sent>", "<sent>2028-04-08T15:16:40Z</sent>", CapRefusal.NotCap)]
    [InlineData("<sent>2028-04-08T15:16:40+05:30</sent>", "", CapRefusal.NotCap)]
    [InlineData("<identifier>ujjain-7</identifier>", "<identifier>a b</identifier>", CapRefusal.Limit)]
    [InlineData(" 23.18,75.76</polygon>", "</polygon>", CapRefusal.Value)]
    [InlineData("<circle>23.185,75.765 0.25</circle>", "<circle>923.185,75.765 0.25</circle>", CapRefusal.Value)]
    [InlineData("<circle>23.185,75.765 0.25</circle>", "<circle>23.185,75.765 9e99</circle>", CapRefusal.Limit)]
    [InlineData("<severity>Extreme</severity>", "<severity>Extreme</severity><severity>Minor</severity>", CapRefusal.NotCap)]
    [InlineData("<event>बाढ़</event>", "<event>बाढ़</event><surprise/>", CapRefusal.NotCap)]
    [InlineData("<info>", "<references>nonsense</references><info>", CapRefusal.Value)]
    public void A_document_with_one_fault_is_refused_for_it(string good, string bad, CapRefusal why)
    {
        var text = Text(WarningSamples.Flood);
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Equal(why, Read(text.Replace(good, bad, StringComparison.Ordinal)).Refusal);
    }

    [Fact]
    public void Size_depth_and_bytes_have_limits()
    {
        var document = CapWriter.Write(WarningSamples.Flood);
        Assert.NotNull(CapReader.Read(document, document.Length, "").Message);
        Assert.Equal(CapRefusal.TooLarge, CapReader.Read(document, document.Length - 1, "").Refusal);
        Assert.Equal(CapRefusal.TooLarge, Read(string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000))).Refusal);
        Assert.Equal(CapRefusal.TooLarge, CapReader.Read(Encoding.UTF8.GetBytes("<a>" + string.Concat(Enumerable.Repeat("<b/>", CapXml.MaxNodes)) + "</a>"), 1 << 20, "").Refusal);
        Assert.Equal(CapRefusal.NotXml, CapReader.Read(new byte[] { (byte)'<', 0xFF, 0xFE }, Max, "").Refusal);
    }

    [Fact]
    public void Garbage_never_breaks_the_reader() => Seeds.ForEach(500, (_, luck) =>
    {
        var document = CapWriter.Write(WarningSamples.Any(luck));
        for (var i = luck.Next(1, 8); i > 0; i--)
        {
            document[luck.Next(document.Length)] = (byte)luck.Next(32, 127);
        }
        if (CapReader.Read(luck.Next(4) == 0 ? document[..luck.Next(document.Length)] : document, Max, "").Message is { } read)
        {
            Assert.True(read.IsValid);
        }
    });

    private static CapOutcome Read(string text) => CapReader.Read(Encoding.UTF8.GetBytes(text), Max, "");

    private static string Text(WarningMessage message) => Encoding.UTF8.GetString(CapWriter.Write(message));

    private static string Foreign(string name) => name switch
    {
        "advisory" => """
            <?xml version="1.0" encoding="UTF-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>43b080713727</identifier><sender>duty@security.example</sender><sent>2028-04-02T14:39:01-05:00</sent>
              <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
              <info>
                <category>Security</category><event>Level of care is raised</event>
                <urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
                <senderName>Ministry of the example</senderName><headline>Look out for unattended bags</headline>
                <description>The level of care is high.</description><instruction>Tell the police of what seems odd.</instruction>
                <web>http://www.security.example/now</web>
                <parameter><valueName>LEVEL</valueName><value>ORANGE</value></parameter>
                <resource><resourceDesc>Picture file (GIF)</resourceDesc><mimeType>image/gif</mimeType><uri>http://www.security.example/level.gif</uri></resource>
                <area><areaDesc>The whole country and what belongs to it</areaDesc></area>
              </info>
            </alert>
            """,
        "storm" => """
            <?xml version = "1.0" encoding = "UTF-8"?>
            <alert xmlns = "urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>KSTO1055887203</identifier><sender>KSTO@weather.example</sender><sent>2028-06-17T14:57:00-07:00</sent>
              <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
              <info>
                <category>Met</category><event>SEVERE THUNDERSTORM</event><responseType>Shelter</responseType>
                <urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
                <eventCode><valueName>SAME</valueName><value>SVR</value></eventCode>
                <expires>2028-06-17T16:00:00-07:00</expires>
                <senderName>WEATHER OFFICE OF THE VALLEY</senderName><headline>SEVERE THUNDERSTORM WARNING</headline>
                <description>AT 254 PM A STORM WAS SEEN BY RADAR EIGHTEEN MILES FROM THE PASS, MOVING SOUTHWEST AT 5 MPH.</description>
                <instruction>GO INTO A STURDY HOUSE UNTIL IT HAS PASSED.</instruction><contact>OFFICE/JT</contact>
                <area>
                  <areaDesc>NORTH OF ONE COUNTY, EAST OF ANOTHER</areaDesc>
                  <polygon>38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.60,-119.95 38.55,-120.02 38.47,-120.14</polygon>
                  <geocode><valueName>FIPS6</valueName><value>006109</value></geocode><geocode><valueName>FIPS6</valueName><value>006009</value></geocode>
                </area>
              </info>
            </alert>
            """,
        "quake" => """
            <?xml version="1.0" encoding="UTF-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>TRI13970876.2</identifier><sender>quakes@example.gov</sender><sent>2028-06-11T20:56:00-07:00</sent>
              <status>Actual</status><msgType>Update</msgType><scope>Public</scope>
              <references>quakes@example.gov,TRI13970876.1,2028-06-11T20:30:00-07:00</references>
              <info>
                <category>Geo</category><event>Earthquake</event>
                <urgency>Past</urgency><severity>Minor</severity><certainty>Observed</certainty>
                <senderName>Seismic network</senderName><headline>EQ 3.4 near the border</headline>
                <description>A minor earthquake of magnitude 3.4. The depth was 11 km.</description><web>http://www.quakes.example/13970876.html</web>
                <parameter><valueName>EventID</valueName><value>13970876</value></parameter><parameter><valueName>Depth</valueName><value>11.8 km</value></parameter>
                <area><areaDesc>1 mi. WSW of the town</areaDesc><circle>32.9525,-115.5527 0</circle></area>
              </info>
            </alert>
            """,
        _ => """
            <?xml version="1.0" encoding="UTF-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>KAR0-0306112239-SW</identifier><sender>police@state.example</sender><sent>2028-06-11T22:39:00-07:00</sent>
              <status>Actual</status><msgType>Alert</msgType><source>SW</source><scope>Public</scope>
              <info>
                <language>en-US</language><category>Rescue</category><event>Child Abduction</event>
                <urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
                <eventCode><valueName>SAME</valueName><value>CAE</value></eventCode>
                <senderName>Police of the city</senderName><headline>Alert for the county</headline>
                <description>A child is missing; a silver car of 1986 was seen.</description><contact>Call the police</contact>
                <area><areaDesc>The county</areaDesc><geocode><valueName>SAME</valueName><value>006037</value></geocode></area>
              </info>
              <info>
                <language>es-US</language><category>Rescue</category><event>Abducción de Niño</event>
                <urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>
                <headline>Alerta para el condado</headline><description>Falta un niño.</description>
                <area><areaDesc>El condado</areaDesc></area>
              </info>
            </alert>
            """,
    };
}
