namespace Samagam.Core.Content;

/// <summary>What a place worth visiting is.</summary>
public enum PoiCategory : byte
{
    Temple,
    Ghat,
    Ashram,
    Cave,
    Heritage,
    Museum,
    PublicPlace,
}

/// <summary>When a place is at its best.</summary>
public enum VisitTime : byte
{
    EarlyMorning,
    Morning,
    Afternoon,
    Evening,
    Night,
    Winter,
    Rains,
    SunnyDay,
}

/// <summary>For whom an itinerary is made.</summary>
public enum PilgrimType : byte
{
    FirstTime,
    Family,
    Elder,
    Wheelchair,

    /// <summary>Has come for the holy bath above all.</summary>
    Bathing,

    /// <summary>Knows the great temples already.</summary>
    Returning,
}

/// <summary>The words of packs and of the API for the closed lists of content: closed, so that every page can say them in the reader's language.</summary>
public static class ContentWords
{
    private static readonly string[] Categories = ["temple", "ghat", "ashram", "cave", "heritage", "museum", "public_place"];
    private static readonly string[] Times = ["early_morning", "morning", "afternoon", "evening", "night", "winter", "rains", "sunny_day"];
    private static readonly string[] Pilgrims = ["first_time", "family", "elder", "wheelchair", "bathing", "returning"];

    public static string Word(this PoiCategory category) => Categories[(int)category];

    public static string Word(this VisitTime time) => Times[(int)time];

    public static string Word(this PilgrimType type) => Pilgrims[(int)type];

    /// <summary>Whether these pilgrims need ways without steps where there are any.</summary>
    public static bool NeedsStepFree(this PilgrimType type) => type is PilgrimType.Elder or PilgrimType.Wheelchair;

    public static bool TryParse(string? word, out PoiCategory category)
    {
        var at = Array.IndexOf(Categories, word);
        category = (PoiCategory)Math.Max(0, at);
        return at >= 0;
    }

    public static bool TryParse(string? word, out VisitTime time)
    {
        var at = Array.IndexOf(Times, word);
        time = (VisitTime)Math.Max(0, at);
        return at >= 0;
    }

    public static bool TryParse(string? word, out PilgrimType type)
    {
        var at = Array.IndexOf(Pilgrims, word);
        type = (PilgrimType)Math.Max(0, at);
        return at >= 0;
    }
}
