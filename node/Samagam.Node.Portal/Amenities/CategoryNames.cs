using Samagam.Core.Amenities;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Lookup;

namespace Samagam.Node.Portal.Amenities;

/// <summary>Types of the map and categories of staff by name.</summary>
internal static class CategoryNames
{
    /// <summary>The name staff gave, else the type's own.</summary>
    public static string Of(AmenityBook book, string word, AmenityType type, string tag) =>
        book.Categories.TryGetValue(word, out var known) && !known.Said.Removed ? (tag == "hi" ? known.Said.NameHi : known.Said.NameEn) : TypeWords.Label(type, tag);

    /// <summary>Every type, each followed by the categories below it.</summary>
    public static IReadOnlyList<CategoryView> All(AmenityMoment moment, AmenityBook book, string tag)
    {
        var all = new List<CategoryView>();
        foreach (var type in AmenityTypes.All)
        {
            var word = type.Word();
            all.Add(new CategoryView(word, Of(book, word, type, tag), AmenityIcons.Of(type), moment.Catalogue.CountOf(type), TypeWords.Asked(type)));
            foreach (var (_, said) in book.Categories.Values.Where(c => !c.Said.Removed && c.Said.Under == word && c.Said.Word != word))
            {
                var count = book.Said.Values.Count(e => e.Said.Type == said.Word && moment.View.Map.AmenityById(e.Said.Id) is not null);
                all.Add(new CategoryView(said.Word, tag == "hi" ? said.NameHi : said.NameEn, AmenityIcons.Of(type), count, [said.NameHi, said.NameEn], word));
            }
        }
        return all;
    }
}
