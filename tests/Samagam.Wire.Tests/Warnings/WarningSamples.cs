using Samagam.Core.Geo;
using Samagam.Core.Warnings;

namespace Samagam.Wire.Tests.Warnings;

/// <summary>Warnings as tests say them, and many by luck.</summary>
internal static class WarningSamples
{
    public const long Sent = 1_838_800_000_000;

    public static readonly WarningMessage Flood = new()
    {
        Identifier = "ujjain-7",
        Sender = "warnings@kumbh.example",
        SentMs = Sent,
        OffsetMinutes = 330,
        Status = WarningStatus.Actual,
        Type = WarningMsgType.Alert,
        By = "staff-3",
        Infos =
        [
            new WarningInfo
            {
                Language = "hi",
                Categories = [WarningCategory.Safety, WarningCategory.Met],
                Event = "बाढ़",
                Responses = [WarningResponse.Evacuate],
                Urgency = WarningUrgency.Immediate,
                Severity = WarningSeverity.Extreme,
                Certainty = WarningCertainty.Observed,
                ExpiresMs = Sent + 7_200_000,
                Headline = "घाट ख़ाली करें",
                Areas = [new WarningArea { Description = "राम घाट", Rings = [[new(23.18, 75.76), new(23.19, 75.76), new(23.19, 75.77)]], Circles = [new(new(23.185, 75.765), 0.25)], Codes = [new(WarningArea.ZoneCode, "ram-ghat")] }],
            },
        ],
    };

    public static WarningMessage Any(Random luck)
    {
        var type = (WarningMsgType)luck.Next(1, 4);
        var sent = Sent + (luck.Next(-1_000_000, 1_000_000) * 1000L);
        return new WarningMessage
        {
            Identifier = Name(luck),
            Sender = Name(luck),
            SentMs = sent,
            OffsetMinutes = luck.Next(-56, 57) * 15,
            Status = luck.Next(2) == 0 ? WarningStatus.Actual : WarningStatus.Exercise,
            Type = type,
            Source = Text(luck),
            Note = Text(luck),
            Codes = Some(luck, () => "code" + luck.Next(9)),
            Incidents = Some(luck, () => "i" + luck.Next(99)),
            References = type == WarningMsgType.Alert ? [] : [new(Name(luck), Name(luck), Sent), .. Some(luck, () => new WarningReference(Name(luck), Name(luck), Sent + 1000))],
            Infos = type == WarningMsgType.Cancel && luck.Next(2) == 0 ? [] : [Info(luck, sent), .. Some(luck, () => Info(luck, sent))],
        };
    }

    private static WarningInfo Info(Random luck, long sent) => new()
    {
        Language = luck.Next(2) == 0 ? "hi" : "en-IN",
        Categories = [(WarningCategory)luck.Next(1, 13), .. Some(luck, () => (WarningCategory)luck.Next(1, 13))],
        Event = "e" + Text(luck),
        Responses = Some(luck, () => (WarningResponse)luck.Next(1, 10)),
        Urgency = (WarningUrgency)luck.Next(1, 6),
        Severity = (WarningSeverity)luck.Next(1, 6),
        Certainty = (WarningCertainty)luck.Next(1, 6),
        Audience = Text(luck),
        EventCodes = Some(luck, () => Code(luck)),
        EffectiveMs = luck.Next(2) == 0 ? null : sent + (luck.Next(0, 500) * 1000),
        OnsetMs = luck.Next(2) == 0 ? null : sent + (luck.Next(0, 9_000) * 1000),
        ExpiresMs = luck.Next(3) == 0 ? null : sent + (luck.Next(501, 90_000) * 1000L),
        SenderName = Text(luck),
        Headline = Text(luck),
        Description = Text(luck),
        Instruction = Text(luck),
        Web = luck.Next(2) == 0 ? "" : "https://kumbh.example/w/" + luck.Next(99),
        Contact = Text(luck),
        Parameters = Some(luck, () => Code(luck)),
        Resources = Some(luck, () => new WarningResource("map", "image/png", "map.png", luck.Next(2) == 0 ? null : luck.Next(9_999), "")),
        Areas = Some(luck, () => new WarningArea
        {
            Description = "a" + Text(luck),
            Rings = Some(luck, () => (IReadOnlyList<GeoPoint>)[Point(luck), Point(luck), Point(luck), .. Some(luck, () => Point(luck))]),
            Circles = Some(luck, () => new WarningCircle(Point(luck), Math.Round(luck.NextDouble() * 500, 3))),
            Codes = Some(luck, () => Code(luck)),
            AltitudeFt = luck.Next(2) == 0 ? null : luck.Next(-100, 5_000) / 4.0,
            CeilingFt = luck.Next(2) == 0 ? null : luck.Next(5_000, 9_000),
        }),
    };

    private static GeoPoint Point(Random luck) => new(luck.Next(-900_000_000, 900_000_001) / 1e7, luck.Next(-1_800_000_000, 1_800_000_001) / 1e7);

    private static WarningCode Code(Random luck) => new("SAME" + luck.Next(9), "v" + luck.Next(9));

    private static IReadOnlyList<T> Some<T>(Random luck, Func<T> one) => [.. Enumerable.Range(0, luck.Next(3)).Select(_ => one())];

    private static string Name(Random luck) => "n" + luck.Next(1_000_000) + (luck.Next(2) == 0 ? "@कुंभ.example" : ".x>y\"z'");

    private static string Text(Random luck) => luck.Next(5) switch
    {
        0 => "",
        1 => "बाढ़ <b>&amp;</b> ]]> \"उद्धरण\"",
        2 => "two\nlines\tand a 🛕",
        _ => "words " + luck.Next(99),
    };
}
