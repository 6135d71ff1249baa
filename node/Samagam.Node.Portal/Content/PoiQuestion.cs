using System.Globalization;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Content;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Content;

/// <summary>At which door a question about content was asked; each takes its own parameters.</summary>
internal enum ContentDoor
{
    Pois,
    Itineraries,
    One,
}

/// <summary>A question for places or plans as it was asked, read strictly: what is unknown, doubled or out of range is named.</summary>
internal sealed class PoiQuestion
{
    /// <summary>Longest text, UTF-16 units.</summary>
    public const int MaxText = 100;

    private PoiQuestion()
    {
    }

    /// <summary>The parameter at fault; null when there is none.</summary>
    public string? Wrong { get; private set; }

    public PoiCategory? Category { get; private set; }

    public PilgrimType? Pilgrim { get; private set; }

    public int MinSignificance { get; private set; } = 1;

    /// <summary>Sorted by the walk from here; null for the order of the pack.</summary>
    public Coordinate? Near { get; private set; }

    /// <summary>Empty for all.</summary>
    public string Text { get; private set; } = "";

    public int Page { get; private set; } = 1;

    public int Limit { get; private set; } = Pagination.DefaultLimit;

    public static PoiQuestion Read(IQueryCollection query, ContentDoor door)
    {
        var question = new PoiQuestion();
        foreach (var (name, values) in query)
        {
            if (values.Count != 1 || !question.Take(name, values[0] ?? "", door))
            {
                question.Wrong = name;
                break;
            }
        }
        return question;
    }

    private bool Take(string name, string value, ContentDoor door)
    {
        if (name == "lang")
        {
            return true;
        }
        switch (door, name)
        {
            case (ContentDoor.One, _):
                return false;
            case (_, "page"):
                return TryNumber(value, 1, 10_000, out var page) && (Page = page) is var _;
            case (_, "limit"):
                return TryNumber(value, 1, Pagination.MaxLimit, out var limit) && (Limit = limit) is var _;
            case (ContentDoor.Itineraries, "pilgrim_type"):
                return ContentWords.TryParse(value, out PilgrimType pilgrim) && (Pilgrim = pilgrim) is var _;
            case (ContentDoor.Pois, "category"):
                return ContentWords.TryParse(value, out PoiCategory category) && (Category = category) is var _;
            case (ContentDoor.Pois, "min_significance"):
                return TryNumber(value, 1, 5, out var least) && (MinSignificance = least) is var _;
            case (ContentDoor.Pois, "near"):
                return PlaceText.TryParse(value, out var near) && (Near = near) is var _;
            case (ContentDoor.Pois, "q"):
                Text = value.Trim();
                return value.Length <= MaxText;
            default:
                return false;
        }
    }

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
