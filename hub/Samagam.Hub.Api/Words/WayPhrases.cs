using Samagam.Core.Crowd;
using Samagam.Core.Orders;
using Samagam.Hub.Api.Ways;
using Samagam.Mesh.Crowd;

namespace Samagam.Hub.Api.Words;

/// <summary>Words about crowd and orders.</summary>
public sealed partial class BoardWords
{
    public string Of(OrderEffect effect) => Of("Effect", effect);

    /// <summary>What an effect does, as a sentence.</summary>
    public string Meaning(OrderEffect effect) => Of("Meaning", effect);

    /// <summary>1 free to 5 dangerous.</summary>
    public string CrowdLevel(int level) => this[BoardWord.Crowd1 + (Math.Clamp(level, CrowdLevels.Least, CrowdLevels.Most) - CrowdLevels.Least)];

    /// <summary>The nearest of the eight winds.</summary>
    public string Wind(double bearingDeg) => this[OrderForm.Winds[(int)Math.Round(bearingDeg / 45) % 8].Word];

    public string NameOf(ZoneView zone) => (_english ? zone.Name : zone.NameHi) is { Length: > 0 } name ? name : zone.ZoneId;

    /// <summary>Why, in this language, else in the other.</summary>
    public string ReasonOf(WayOrder order) => _english
        ? order.ReasonEn.Length > 0 ? order.ReasonEn : order.ReasonHi
        : order.ReasonHi.Length > 0 ? order.ReasonHi : order.ReasonEn;
}
