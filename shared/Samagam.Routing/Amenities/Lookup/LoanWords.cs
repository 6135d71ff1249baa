using System.Collections.Frozen;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// English words on Indian signs: spelled by their sound in Devanagari and by their history in Latin. Each pair of keys is
/// brought to the second.
/// </summary>
internal static class LoanWords
{
    private static readonly FrozenDictionary<string, string> English = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["get"] = "gate",
        ["tavar"] = "tover",
        ["janksan"] = "junktion",
        ["stesan"] = "station",
        ["stend"] = "stand",
        ["bas"] = "bus",
        ["sektar"] = "sektor",
        ["kenp"] = "kanp",
        ["senter"] = "sentre",
        ["sentar"] = "sentre",
        ["pulis"] = "polise",
        ["nanbar"] = "nunber",
        ["kolej"] = "kolege",
        ["skul"] = "scul",
        ["brij"] = "bridge",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string key) => English.GetValueOrDefault(key, key);
}
