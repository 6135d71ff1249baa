using System.Globalization;
using Samagam.Routing.Osm;

namespace Samagam.Routing.Profiles;

/// <summary>
/// Whether wheels get along a way, from OpenStreetMap tags: no steps, incline at most 6 %, kerbs at most 6 cm, at least
/// 90 cm wide, firm and even ground. <c>wheelchair=yes|no</c> speaks first. Pure functions.
/// </summary>
public static class StepFreeRules
{
    public const double MaxInclinePercent = 6;
    public const double MaxKerbMetres = 0.06;
    public const double MinWidthMetres = 0.9;

    /// <summary>A way's verdict.</summary>
    public static StepFree Way(OsmTags tags)
    {
        switch (tags["wheelchair"])
        {
            case "no":
                return StepFree.No;
            case "yes" or "designated":
                return StepFree.Yes;
        }
        if (tags["highway"] == "steps")
        {
            return tags["ramp:wheelchair"] is "yes" ? StepFree.Yes : StepFree.No;
        }
        if (InclinePercent(tags["incline"]) > MaxInclinePercent || Metres(tags["width"]) < MinWidthMetres || IsKerb(tags)
            || tags["smoothness"] is "bad" or "very_bad" or "horrible" or "very_horrible" or "impassable"
            || tags["tracktype"] is "grade3" or "grade4" or "grade5")
        {
            return StepFree.No;
        }
        return tags["surface"] switch
        {
            "sand" or "mud" or "gravel" or "pebblestone" or "unhewn_cobblestone" or "rock" or "rocks" or "stepping_stones"
                or "boulders" or "woodchips" => StepFree.No,
            "asphalt" or "concrete" or "concrete:plates" or "paved" or "paving_stones" or "chipseal" or "metal" or "wood"
                or "tiles" or "rubber" => StepFree.Yes,
            _ => tags["smoothness"] is "excellent" or "good" or "intermediate" ? StepFree.Yes : StepFree.Unknown,
        };
    }

    /// <summary>A node a way leads over that wheels cannot pass.</summary>
    public static bool NodeStops(OsmTags tags) => tags["wheelchair"] is not ("yes" or "designated")
        && (IsKerb(tags) || tags["wheelchair"] is "no" || tags["barrier"] is "stile" or "turnstile" or "kissing_gate" or "kerb" && tags["kerb"] is null);

    /// <summary>+1 up in the order of the nodes, −1 down, 0 not said: from <c>incline</c> of the way.</summary>
    public static sbyte Climb(OsmTags tags) => tags["incline"] switch
    {
        null or "" => 0,
        "up" or "steep" => 1,
        "down" => -1,
        var said => (sbyte)(double.TryParse(said.TrimEnd('%', '°', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? Math.Sign(value)
            : 0),
    };

    private static bool IsKerb(OsmTags tags)
        => tags["kerb"] is "raised" or "yes" or "regular" || Metres(tags["kerb:height"]) > MaxKerbMetres;

    // Percent, or degrees as OSM writes them; a slope only called steep is steep. Null for nothing said.
    private static double? InclinePercent(string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (text == "steep")
        {
            return double.PositiveInfinity;
        }
        var isDegrees = text.EndsWith('°');
        return double.TryParse(text.TrimEnd('%', '°', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Math.Abs(isDegrees ? Math.Tan(value * Math.PI / 180) * 100 : value)
            : null;
    }

    // "0.8", "0.8 m", "8 cm"; null for anything else.
    private static double? Metres(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var centimetres = text.EndsWith("cm", StringComparison.Ordinal);
        return double.TryParse(text.TrimEnd('c', 'm', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? centimetres ? value / 100 : value
            : null;
    }
}
