using Samagam.Core.Content;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Content;

/// <summary>Which text says a word of a pack, and which pictogram stands for it.</summary>
internal static class ContentSay
{
    public static Say Of(PoiCategory category) => Say.PoiTemple + (int)category;

    public static Say Of(VisitTime time) => Say.VisitEarlyMorning + (int)time;

    public static Say Of(PilgrimType type) => Say.PilgrimFirstTime + (int)type;

    /// <param name="difficulty">1 to 5.</param>
    public static Say OfDifficulty(int difficulty) => Say.PlanVeryEasy + difficulty - 1;

    public static string Icon(PoiCategory category) => category switch
    {
        PoiCategory.Temple => "temple",
        PoiCategory.Ghat => "swim",
        PoiCategory.Ashram or PoiCategory.Cave => "shelter",
        PoiCategory.Heritage or PoiCategory.Museum => "info",
        _ => "walk",
    };
}
