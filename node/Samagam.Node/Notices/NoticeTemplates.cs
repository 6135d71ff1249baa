using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Samagam.Core.Notices;

namespace Samagam.Node.Notices;

/// <summary>What can be said to a person: its category and how many values it takes.</summary>
public sealed record NoticeTemplate(string Name, NoticeCategory Category, int Values);

/// <summary>
/// Every template in every language of the event (<c>Notices/Texts/*.json</c>, one table each, complete or it does not load). Values are put in as they
/// are: whoever shows them on a page encodes them.
/// </summary>
public sealed class NoticeTemplates
{
    /// <summary>Languages there are tables for; the first is for a reader of none of them.</summary>
    public static readonly IReadOnlyList<string> Languages = ["hi", "en", "mr", "gu", "bn", "ta", "te"];

    public static readonly IReadOnlyList<NoticeTemplate> All =
    [
        // headline, until when
        new("warning.near", NoticeCategory.Safety, 2),
        // who comes, minutes
        new("sos.accepted", NoticeCategory.Safety, 2),
        // name of the person whose group asks
        new("group.lost", NoticeCategory.Safety, 1),
        // name, name of the group
        new("group.joined", NoticeCategory.Group, 2),
        new("group.left", NoticeCategory.Group, 2),
        // name of the plan, place, minutes
        new("plan.next", NoticeCategory.Plan, 3),
        // name of the plan
        new("plan.changed", NoticeCategory.Plan, 1),
        // where, when
        new("account.signed-in", NoticeCategory.Account, 2),
        // last digits of the number
        new("account.phone-changed", NoticeCategory.Account, 1),
    ];

    private readonly FrozenDictionary<(string Language, string Template), (string Title, string Text)> _texts;

    public NoticeTemplates()
    {
        var texts = new Dictionary<(string, string), (string, string)>();
        foreach (var language in Languages)
        {
            using var stream = typeof(NoticeTemplates).Assembly.GetManifestResourceStream($"notices/{language}.json") ?? throw new InvalidOperationException($"no notices in {language}");
            using var table = JsonDocument.Parse(stream);
            foreach (var template in All)
            {
                var entry = table.RootElement.GetProperty(template.Name);
                texts[(language, template.Name)] = (entry.GetProperty("title").GetString()!, entry.GetProperty("text").GetString()!);
            }
        }
        _texts = texts.ToFrozenDictionary();
    }

    /// <summary>Null for a template this build does not know.</summary>
    public static NoticeTemplate? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <summary>Title and text in a language; what a later build says and this one does not know has none.</summary>
    public (string Title, string Text)? Render(NoticeWords words, string language)
    {
        if (Find(words.Template) is not { } template || words.Values.Count != template.Values)
        {
            return null;
        }
        var (title, text) = _texts[(Languages.Contains(language) ? language : Languages[0], words.Template)];
        return (title, string.Format(CultureInfo.InvariantCulture, text, [.. words.Values]));
    }
}
