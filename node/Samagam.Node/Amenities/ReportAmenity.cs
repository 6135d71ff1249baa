using Samagam.Core.Amenities;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Amenities;

namespace Samagam.Node.Amenities;

/// <summary>How a pilgrim's report ended.</summary>
public enum ReportOutcome : byte
{
    /// <summary>On this box's disk, together with what others here said, and on its way.</summary>
    Kept,

    /// <summary>The same phone said so a moment ago.</summary>
    Unchanged,

    /// <summary>A word is outside its limits.</summary>
    Invalid,

    /// <summary>No such amenity here.</summary>
    Unknown,

    /// <summary>This box remembers as many as it can.</summary>
    Full,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>A pilgrim says how they found an amenity. What is told to the mesh is how many say what; who, and their notes, stay here.</summary>
/// <param name="exists">Whether people are led to an amenity of that id.</param>
public sealed class ReportAmenity(FactDesk desk, EventPicture picture, AmenityVoices voices, AmenityOptions options, Func<string, bool> exists)
{
    /// <param name="id">Of the amenity.</param>
    /// <param name="who">One voice each: a person, else the address a phone has here.</param>
    /// <param name="state">What they found.</param>
    /// <param name="note">Empty for none.</param>
    /// <param name="cancellation">Before the write.</param>
    public async ValueTask<ReportOutcome> RunAsync(string id, string who, FoundState state, string note, CancellationToken cancellation)
    {
        if (state is FoundState.Unspecified or > FoundState.Gone || !AmenityWords.IsLine(note, AmenityWords.MaxTextLength))
        {
            return ReportOutcome.Invalid;
        }
        if (!exists(id))
        {
            return ReportOutcome.Unknown;
        }
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    (AmenityReport, TimeSpan)? before = picture.Snapshot.Amenities.ReportOf(id, desk.Self) is { } told
                        ? (told.Report, TimeSpan.FromMilliseconds(Math.Max(0, scope.Now.WallMs - told.AtMs)))
                        : null;
                    var taken = voices.Take(id, who, state, note, before);
                    if (taken.Report is not { } report)
                    {
                        return taken.IsFull ? ReportOutcome.Full : ReportOutcome.Unchanged;
                    }
                    scope.Author(FactKinds.AmenityReported, report.Subject, AmenityCodec.Serialise(report), expiresMs: scope.Now.WallMs + options.ForgottenMs);
                    return ReportOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return ReportOutcome.StoreFailed;
        }
    }
}
