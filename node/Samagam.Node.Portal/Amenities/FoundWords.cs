using Samagam.Core.Amenities;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Amenities;

/// <summary>What can be found at an amenity: the words of the API, and of pages.</summary>
internal static class FoundWords
{
    public static readonly IReadOnlyList<(string Word, FoundState State, Say Say)> All =
    [
        ("ok", FoundState.Ok, Say.FoundOk), ("closed", FoundState.Closed, Say.FoundClosed), ("dirty", FoundState.Dirty, Say.FoundDirty),
        ("no-water", FoundState.NoWater, Say.FoundNoWater), ("crowded", FoundState.Crowded, Say.FoundCrowded), ("gone", FoundState.Gone, Say.FoundGone),
    ];

    /// <summary><see cref="FoundState.Unspecified"/> for no word of ours.</summary>
    public static FoundState Read(string? word) => All.FirstOrDefault(f => f.Word == word).State;

    public static string Of(FoundState state) => All.First(f => f.State == state).Word;

    public static Say SayOf(FoundState state) => All.First(f => f.State == state).Say;
}
