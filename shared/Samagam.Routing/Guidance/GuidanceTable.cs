namespace Samagam.Routing.Guidance;

/// <summary>
/// The words of one language: a sentence per manoeuvre without and with a name, and the pieces around it. Placeholders:
/// <c>{name}</c>, <c>{to}</c> landmark, <c>{do}</c> the sentence itself, <c>{dir}</c> compass word, <c>{n}</c> number.
/// </summary>
internal sealed record GuidanceTable
{
    // By kind; made at the first use.
    private (string Plain, string Named)[]? _byKind;

    public required IReadOnlyDictionary<ManoeuvreKind, (string Plain, string Named)> Sentences { get; init; }

    /// <summary>What <see cref="Sentences"/> says of a kind.</summary>
    public (string Plain, string Named) SentenceOf(ManoeuvreKind kind) => (_byKind ??= [.. Enum.GetValues<ManoeuvreKind>().Select(k => Sentences[k])])[(int)kind];

    /// <summary>Eight compass words from north, clockwise.</summary>
    public required string[] Compass { get; init; }

    /// <summary>How a landmark joins a sentence.</summary>
    public required string Towards { get; init; }

    /// <summary>How a distance joins a sentence; <c>{n}</c> is the distance with its unit.</summary>
    public required string For { get; init; }

    public required string Metres { get; init; }

    public required string Kilometres { get; init; }

    /// <summary>Sentences of their own, in the order they are said.</summary>
    public required (LegFlags Flag, string Sentence)[] Notes { get; init; }

    /// <summary>Ends a sentence.</summary>
    public required string Stop { get; init; }

    public static GuidanceTable English { get; } = new()
    {
        Sentences = new Dictionary<ManoeuvreKind, (string, string)>
        {
            [ManoeuvreKind.Depart] = ("Walk {dir}", "Walk {dir} on {name}"),
            [ManoeuvreKind.Continue] = ("Go straight on", "Go straight on along {name}"),
            [ManoeuvreKind.SlightLeft] = ("Keep left", "Keep left onto {name}"),
            [ManoeuvreKind.Left] = ("Turn left", "Turn left onto {name}"),
            [ManoeuvreKind.SharpLeft] = ("Turn sharp left", "Turn sharp left onto {name}"),
            [ManoeuvreKind.SlightRight] = ("Keep right", "Keep right onto {name}"),
            [ManoeuvreKind.Right] = ("Turn right", "Turn right onto {name}"),
            [ManoeuvreKind.SharpRight] = ("Turn sharp right", "Turn sharp right onto {name}"),
            [ManoeuvreKind.TurnBack] = ("Turn back", "Turn back onto {name}"),
            [ManoeuvreKind.StepsUp] = ("Go up the steps", "Go up the steps, {name},"),
            [ManoeuvreKind.StepsDown] = ("Go down the steps", "Go down the steps, {name},"),
            [ManoeuvreKind.Steps] = ("Take the steps", "Take the steps, {name},"),
            [ManoeuvreKind.CrossGround] = ("Walk {dir} across the open ground", "Walk {dir} across {name}"),
            [ManoeuvreKind.Boat] = ("Take the boat", "Take the boat, {name},"),
            [ManoeuvreKind.Gate] = ("Go through the gate", "Go through the gate to {name}"),
            [ManoeuvreKind.ToPath] = ("There is no path yet: walk {dir}", "There is no path yet: walk {dir} to {name}"),
            [ManoeuvreKind.OffPath] = ("Leave the path and go {dir}", "Leave the path and go {dir}"),
            [ManoeuvreKind.Arrive] = ("You have arrived", "You have arrived at {name}"),
        },
        Compass = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"],
        Towards = "{do} towards {to}",
        For = "{do} for {n}",
        Metres = "{n} m",
        Kilometres = "{n} km",
        Notes =
        [
            (LegFlags.Dangerous, "The crowd there is dangerous: go only if you must"),
            (LegFlags.Crowded, "It is very crowded there"),
            (LegFlags.Up, "It goes uphill"),
            (LegFlags.Down, "It goes downhill"),
            (LegFlags.Ramp, "There is a ramp for wheels"),
            (LegFlags.OneWay, "One way: you cannot come back by it"),
            (LegFlags.MaybeNotStepFree, "The map does not say whether a wheelchair gets through: ask before you go"),
        ],
        Stop = ".",
    };

    public static GuidanceTable Hindi { get; } = new()
    {
        Sentences = new Dictionary<ManoeuvreKind, (string, string)>
        {
            [ManoeuvreKind.Depart] = ("{dir} दिशा में चलें", "{name} पर {dir} दिशा में चलें"),
            [ManoeuvreKind.Continue] = ("सीधे चलते रहें", "{name} पर सीधे चलते रहें"),
            [ManoeuvreKind.SlightLeft] = ("थोड़ा बाएँ मुड़कर चलें", "थोड़ा बाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.Left] = ("बाएँ मुड़कर चलें", "बाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.SharpLeft] = ("एकदम बाएँ मुड़कर चलें", "एकदम बाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.SlightRight] = ("थोड़ा दाएँ मुड़कर चलें", "थोड़ा दाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.Right] = ("दाएँ मुड़कर चलें", "दाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.SharpRight] = ("एकदम दाएँ मुड़कर चलें", "एकदम दाएँ मुड़कर {name} पर चलें"),
            [ManoeuvreKind.TurnBack] = ("पीछे मुड़कर चलें", "पीछे मुड़कर {name} पर चलें"),
            [ManoeuvreKind.StepsUp] = ("सीढ़ियाँ चढ़ें", "{name}: सीढ़ियाँ चढ़ें"),
            [ManoeuvreKind.StepsDown] = ("सीढ़ियाँ उतरें", "{name}: सीढ़ियाँ उतरें"),
            [ManoeuvreKind.Steps] = ("सीढ़ियों से जाएँ", "{name}: सीढ़ियों से जाएँ"),
            [ManoeuvreKind.CrossGround] = ("खुली जगह में {dir} दिशा में चलें", "{name} में {dir} दिशा में चलें"),
            [ManoeuvreKind.Boat] = ("नाव से जाएँ", "{name}: नाव से जाएँ"),
            [ManoeuvreKind.Gate] = ("द्वार से होकर जाएँ", "द्वार से होकर {name} पर जाएँ"),
            [ManoeuvreKind.ToPath] = ("अभी रास्ता नहीं है: {dir} दिशा में चलें", "अभी रास्ता नहीं है: {dir} दिशा में {name} की ओर चलें"),
            [ManoeuvreKind.OffPath] = ("रास्ता छोड़कर {dir} दिशा में जाएँ", "रास्ता छोड़कर {dir} दिशा में जाएँ"),
            [ManoeuvreKind.Arrive] = ("आप पहुँच गए हैं", "आप {name} पहुँच गए हैं"),
        },
        Compass = ["उत्तर", "उत्तर-पूर्व", "पूर्व", "दक्षिण-पूर्व", "दक्षिण", "दक्षिण-पश्चिम", "पश्चिम", "उत्तर-पश्चिम"],
        Towards = "{to} की ओर: {do}",
        For = "{do}, {n} तक",
        Metres = "{n} मीटर",
        Kilometres = "{n} किलोमीटर",
        Notes =
        [
            (LegFlags.Dangerous, "वहाँ भीड़ ख़तरनाक है: बहुत ज़रूरी हो तभी जाएँ"),
            (LegFlags.Crowded, "वहाँ बहुत भीड़ है"),
            (LegFlags.Up, "आगे चढ़ाई है"),
            (LegFlags.Down, "आगे ढलान है"),
            (LegFlags.Ramp, "पहियों के लिए ढलान वाला रास्ता है"),
            (LegFlags.OneWay, "एकतरफ़ा रास्ता: इससे वापस नहीं आ सकते"),
            (LegFlags.MaybeNotStepFree, "नक्शे में नहीं लिखा कि पहिया-कुर्सी निकल पाएगी या नहीं: जाने से पहले पूछ लें"),
        ],
        Stop = "।",
    };
}
