namespace Samagam.Processes;

/// <summary>A place of the sample map where a box may stand.</summary>
public sealed record BoxPlace(string Name, string NameHi, double LatitudeDeg, double LongitudeDeg, int Sector);

/// <summary>Where the boxes of a throw-away mesh stand: places of the built-in sample, near ones first.</summary>
public static class Places
{
    private static readonly BoxPlace[] All =
    [
        new("Ram Ghat", "रामघाट", 23.18450, 75.76388, 1),
        new("Harsiddhi", "हरसिद्धि", 23.18350, 75.76625, 1),
        new("Mahakaleshwar", "महाकालेश्वर", 23.18275, 75.76850, 1),
        new("Datt Akhada", "दत्त अखाड़ा", 23.18500, 75.76212, 2),
        new("Narsingh Ghat", "नृसिंह घाट", 23.17925, 75.76262, 1),
        new("Gopal Mandir", "गोपाल मंदिर", 23.18850, 75.77125, 1),
        new("Gau Ghat", "गऊघाट", 23.17275, 75.75938, 6),
        new("Ujjain Junction", "उज्जैन जंक्शन", 23.18038, 75.78225, 5),
        new("Sandipani Ashram", "सांदीपनि आश्रम", 23.20738, 75.78125, 3),
        new("Mangalnath", "मंगलनाथ", 23.21250, 75.78425, 3),
        new("Kal Bhairav", "काल भैरव", 23.21725, 75.76875, 4),
        new("Siddhavat", "सिद्धवट", 23.21975, 75.77625, 4),
    ];

    public static readonly BoxPlace Hub = new("Control room", "नियंत्रण कक्ष", 23.18500, 75.77500, 0);

    /// <summary>Of node <paramref name="number"/>, from 1.</summary>
    public static BoxPlace Of(int number) => number == MeshLayout.HubNumber ? Hub : All[(number - 1) % All.Length];
}
