using Samagam.Core.Amenities;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Amenities;

namespace Samagam.Mesh.Amenities;

/// <summary>How a word about an amenity ended.</summary>
public enum AmenityOutcome : byte
{
    /// <summary>On this box's disk and on its way. Saying the same again ends so, too.</summary>
    Kept,

    /// <summary>A word or number is outside its limits.</summary>
    Invalid,

    /// <summary>Neither on the map of this box nor added by staff.</summary>
    Unknown,

    /// <summary>A category that is one of the map's types, or is still used by amenities.</summary>
    InUse,

    /// <summary>As many were said as are kept.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>Staff add, correct and take away amenities, say how they found one, and keep the categories.</summary>
/// <param name="isOnMap">Whether the map of this box, as it was read, has an amenity of that id.</param>
public sealed class SayAmenity(FactDesk desk, EventPicture picture, AmenityOptions options, Func<string, bool> isOnMap)
{
    /// <summary>Adds an amenity, or replaces what staff said of one.</summary>
    public ValueTask<AmenityOutcome> RunAsync(AmenitySaid said, CancellationToken cancellation) => WriteAsync(
        (scope, book) =>
        {
            if (!said.IsValid || (said.Type.Length > 0 && AmenityWeave.TypeOf(said.Type, book) is null))
            {
                return AmenityOutcome.Invalid;
            }
            var known = book.Said.TryGetValue(said.Id, out var entry) ? entry.Said : null;
            if (known is null && !said.IsNew && !isOnMap(said.Id))
            {
                return AmenityOutcome.Unknown;
            }
            if (known is null && book.Said.Count >= options.MaxSaid)
            {
                return AmenityOutcome.TooMany;
            }
            if (!said.Equals(known))
            {
                scope.Author(FactKinds.AmenitySaid, said.Subject, AmenityCodec.Serialise(said), book.EditsOf(said.Id) + 1);
            }
            return AmenityOutcome.Kept;
        },
        cancellation);

    /// <summary>Takes an amenity away: nobody is led to it any more, until it is said again.</summary>
    public ValueTask<AmenityOutcome> RemoveAsync(string id, string by, CancellationToken cancellation) => WriteAsync(
        (scope, book) =>
        {
            var known = book.Said.TryGetValue(id, out var entry) ? entry.Said : null;
            if (known is { Removed: true } || (known is null && !isOnMap(id)))
            {
                return AmenityOutcome.Unknown;
            }
            if (known is null && book.Said.Count >= options.MaxSaid)
            {
                return AmenityOutcome.TooMany;
            }
            var gone = (known ?? new AmenitySaid { Id = id }) with { Removed = true, By = by };
            scope.Author(FactKinds.AmenitySaid, gone.Subject, AmenityCodec.Serialise(gone), book.EditsOf(id) + 1);
            return AmenityOutcome.Kept;
        },
        cancellation);

    /// <summary>How staff found it.</summary>
    /// <param name="status">Its end is set to <see cref="AmenityOptions.StaffHoldsMs"/> from now when it is 0.</param>
    /// <param name="cancellation">Before the write.</param>
    public ValueTask<AmenityOutcome> FoundAsync(AmenityStatus status, CancellationToken cancellation) => WriteAsync(
        (scope, book) =>
        {
            var said = status.UntilMs == 0 ? status with { UntilMs = scope.Now.WallMs + options.StaffHoldsMs } : status;
            if (!said.IsValid || said.UntilMs <= scope.Now.WallMs || said.UntilMs - scope.Now.WallMs > options.MaxStaffHoldsMs)
            {
                return AmenityOutcome.Invalid;
            }
            if (book.Said.TryGetValue(said.Id, out var entry) ? entry.Said.Removed : !isOnMap(said.Id))
            {
                return AmenityOutcome.Unknown;
            }
            scope.Author(FactKinds.AmenityStatus, said.Subject, AmenityCodec.Serialise(said), book.StatusEditsOf(said.Id) + 1, expiresMs: said.UntilMs);
            return AmenityOutcome.Kept;
        },
        cancellation);

    /// <summary>Adds or renames a category.</summary>
    public ValueTask<AmenityOutcome> RunAsync(CategorySaid said, CancellationToken cancellation) => WriteAsync(
        (scope, book) =>
        {
            var isType = Routing.Amenities.AmenityTypes.TryParse(said.Word, out _);
            if (!said.IsValid || said.Removed || !Routing.Amenities.AmenityTypes.TryParse(said.Under, out _) || (isType && said.Under != said.Word))
            {
                return AmenityOutcome.Invalid;
            }
            var known = book.Categories.TryGetValue(said.Word, out var entry) ? entry.Said : null;
            // Amenities were placed by the type it stands under: that does not change below them.
            if (known is { Removed: false } && known.Under != said.Under && IsUsed(book, said.Word))
            {
                return AmenityOutcome.InUse;
            }
            if (known is null && book.Categories.Count >= options.MaxCategories)
            {
                return AmenityOutcome.TooMany;
            }
            if (said != known)
            {
                scope.Author(FactKinds.CategorySaid, said.Subject, AmenityCodec.Serialise(said), book.CategoryEditsOf(said.Word) + 1);
            }
            return AmenityOutcome.Kept;
        },
        cancellation);

    /// <summary>Takes a category away that no amenity is of; of a type, the names staff gave it.</summary>
    public ValueTask<AmenityOutcome> RemoveCategoryAsync(string word, string by, CancellationToken cancellation) => WriteAsync(
        (scope, book) =>
        {
            var known = book.Categories.TryGetValue(word, out var entry) ? entry.Said : null;
            if (known is not { Removed: false })
            {
                return Routing.Amenities.AmenityTypes.TryParse(word, out _) ? AmenityOutcome.InUse : AmenityOutcome.Unknown;
            }
            if (known.Under != word && IsUsed(book, word))
            {
                return AmenityOutcome.InUse;
            }
            scope.Author(FactKinds.CategorySaid, known.Subject, AmenityCodec.Serialise(known with { Removed = true, By = by }), book.CategoryEditsOf(word) + 1);
            return AmenityOutcome.Kept;
        },
        cancellation);

    private static bool IsUsed(AmenityBook book, string word) => book.Said.Values.Any(e => !e.Said.Removed && e.Said.Type == word);

    private async ValueTask<AmenityOutcome> WriteAsync(Func<FactScope, AmenityBook, AmenityOutcome> decide, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Shared, scope => decide(scope, picture.Snapshot.Amenities), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return AmenityOutcome.StoreFailed;
        }
    }
}
