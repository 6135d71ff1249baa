using Samagam.Core.Content;
using Samagam.Routing.Graph;

namespace Samagam.Node.Portal.Content;

/// <summary>A place of the content pack in the address of a route: <c>poi:ram-ghat</c>, so that the way is called by its name.</summary>
internal static class PoiPlace
{
    private const string Prefix = "poi:";

    public static string Text(string id) => Prefix + id;

    /// <summary>Null for what is no such text, or no place of this pack.</summary>
    public static PointOfInterest? Find(string text, ContentPack pack) => text.StartsWith(Prefix, StringComparison.Ordinal) ? pack.Poi(text[Prefix.Length..]) : null;

    public static PathName NameOf(PointOfInterest poi) => new(poi.Name, poi.NameHi, poi.Name);
}
