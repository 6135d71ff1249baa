using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.People;

namespace Samagam.Node.People;

/// <summary>How saving something of a person ended.</summary>
public enum SaveOutcome : byte
{
    /// <summary>On this box's disk and on its way.</summary>
    Saved,

    /// <summary>It was so already: nothing to pass on.</summary>
    Unchanged,

    /// <summary>A field is outside its limits, or all together are too long.</summary>
    Invalid,

    /// <summary>Another word stands than the writer saw.</summary>
    Changed,

    /// <summary>As many as there may be.</summary>
    TooMany,

    /// <summary>This id was removed; what is to be kept again is a new one.</summary>
    Removed,

    /// <summary>The person was erased.</summary>
    Erased,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>
/// A person types their profile. Counts up from everything held here, so that it stands against all the writer could see; what is typed at the same time
/// at another box stays readable beside the one that stands.
/// </summary>
public sealed class SaveProfile(FactDesk desk, PersonVault vault, PersonBook book, PeopleOptions options)
{
    /// <param name="seen">Tag of the reading the writer started from; null writes over whatever stands.</param>
    public async ValueTask<SaveOutcome> RunAsync(PersonId person, PersonProfile profile, string? seen, CancellationToken cancellation)
    {
        var clear = PersonalCodec.Serialise(profile);
        if (profile.Wrong(options) is not null || clear.Length > options.MaxBytes)
        {
            return SaveOutcome.Invalid;
        }
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var facts = FactLookup.Of(scope);
                    var now = book.ProfileOf(facts, person);
                    if (seen is not null && seen != now.Tag)
                    {
                        return SaveOutcome.Changed;
                    }
                    // Saying the standing word again while another is readable beside it decides between them.
                    if (now is { Standing: { } standing, AlsoSaid: [] } && standing.Value.SaysTheSameAs(profile))
                    {
                        return SaveOutcome.Unchanged;
                    }
                    if (vault.Seal(scope, person.Subject, clear) is not { } closed)
                    {
                        return SaveOutcome.Erased;
                    }
                    var edits = TypedRegister.Standing(facts.About(person.Subject), FactKinds.PersonProfile) is [var last, ..] ? last.Edits : 0;
                    scope.Author(FactKinds.PersonProfile, person.Subject, PersonalCodec.Body(closed), edits + 1);
                    return SaveOutcome.Saved;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return SaveOutcome.StoreFailed;
        }
    }
}
