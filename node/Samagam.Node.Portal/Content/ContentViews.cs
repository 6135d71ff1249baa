using Samagam.Core.Content;
using Samagam.Node.Portal.Language;
using Samagam.Routing;

namespace Samagam.Node.Portal.Content;

/// <summary>A place worth visiting. Texts stand in both languages, and once more in the reader's; what is not known is left out.</summary>
/// <param name="Name">In English, as the pack has it.</param>
/// <param name="DisplayName">In the reader's language, as are the other fields that begin so.</param>
/// <param name="CategoryName">The word for the category in the reader's language.</param>
/// <param name="Significance">1 to 5, 5 for what people come for.</param>
/// <param name="WalkSeconds">From the place asked from, by the map in force.</param>
internal sealed record PoiView(
    string Id, string Name, string NameHi, string DisplayName, string Description, string DescriptionHi, string DisplayDescription, string? Caution, string? CautionHi,
    string? DisplayCaution, double Lat, double Lng, string Category, string CategoryName, int Significance, IReadOnlyList<string> BestTimeToVisit,
    IReadOnlyList<string> BestTimeNames, int AverageDurationMinutes, bool IsSample, int? WalkSeconds = null, int? DistanceMeters = null, double? Score = null,
    IReadOnlyList<AudioView>? Audio = null)
{
    public static PoiView Of(PointOfInterest poi, ContentPack pack, Words w) => new(
        poi.Id,
        poi.Name,
        poi.NameHi,
        w.Pick(poi.Name, poi.NameHi),
        poi.Description,
        poi.DescriptionHi,
        w.Pick(poi.Description, poi.DescriptionHi),
        Given(poi.Caution),
        Given(poi.CautionHi),
        Given(w.Pick(poi.Caution, poi.CautionHi)),
        poi.Point.LatitudeDeg,
        poi.Point.LongitudeDeg,
        poi.Category.Word(),
        w[ContentSay.Of(poi.Category)],
        poi.Significance,
        [.. poi.BestTimes.Select(t => t.Word())],
        [.. poi.BestTimes.Select(t => w[ContentSay.Of(t)])],
        poi.AverageDurationMinutes,
        pack.Manifest.IsSample,
        Audio: [.. pack.AudioOf(poi.Id).Select(a => new AudioView(a.Language, a.Title, a.DurationSeconds, a.Transcript, AudioDoor.AddressOf(a)))]);

    private static string? Given(string text) => text.Length > 0 ? text : null;
}

/// <summary>What is told at a place.</summary>
/// <param name="Transcript">The very words.</param>
/// <param name="Url">Where it is played from.</param>
internal sealed record AudioView(string Language, string Title, int DurationSeconds, string Transcript, string Url);

/// <summary>A plan for a day.</summary>
/// <param name="TotalDistanceMeters">On foot from the first place to the last.</param>
/// <param name="DistanceBy">How it was measured: <c>walk</c> by the map in force, <c>straight</c> where at least one way is not on it, by straight lines.</param>
/// <param name="Profile">Whose ways were measured: <c>accessible</c> for pilgrims who need ways without steps, else <c>crowd</c>.</param>
/// <param name="Pois">The places in order; only in the answer about one itinerary, as are the legs.</param>
internal sealed record ItineraryView(
    string Id, string Name, string NameHi, string DisplayName, string Description, string DescriptionHi, string DisplayDescription, string PilgrimType, string PilgrimTypeName,
    double DurationHours, int Difficulty, string DifficultyName, IReadOnlyList<string> PoiSequence, int TotalDistanceMeters, string DistanceBy, string Profile, bool IsSample,
    IReadOnlyList<PoiView>? Pois = null, IReadOnlyList<LegView>? Legs = null)
{
    public static ItineraryView Of(Itinerary plan, ContentPack pack, PlanLength length, Words w) => new(
        plan.Id,
        plan.Name,
        plan.NameHi,
        w.Pick(plan.Name, plan.NameHi),
        plan.Description,
        plan.DescriptionHi,
        w.Pick(plan.Description, plan.DescriptionHi),
        plan.PilgrimType.Word(),
        w[ContentSay.Of(plan.PilgrimType)],
        plan.DurationHours,
        plan.Difficulty,
        w[ContentSay.OfDifficulty(plan.Difficulty)],
        plan.Stops,
        (int)Math.Round(length.Metres),
        length.IsWalked ? "walk" : "straight",
        PlanWalks.MetricOf(plan).Word(),
        pack.Manifest.IsSample);
}

/// <summary>The way from one place of a plan to the next, as the map is now.</summary>
/// <param name="WalkMeters">Left out, like the time, where the map has no way.</param>
/// <param name="StraightMeters">As the crow flies.</param>
/// <param name="Profile">By which it was found: <c>accessible</c>, or <c>crowd</c>.</param>
/// <param name="HasSteps">True where a way without steps was wanted and there is none: what is told is the way with steps.</param>
/// <param name="RouteUrl">The page with the way.</param>
internal sealed record LegView(string From, string To, int? WalkMeters, int? WalkSeconds, int StraightMeters, string Profile, bool? HasSteps, string RouteUrl);
