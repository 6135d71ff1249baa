using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.People;

namespace Samagam.Node.People;

/// <summary>A person says how they want to be served. The newest edit stands everywhere.</summary>
public sealed class SavePreferences(FactDesk desk, PersonVault vault, PersonBook book)
{
    /// <param name="seen">Tag of the reading the writer started from; null writes over whatever stands.</param>
    public async ValueTask<SaveOutcome> RunAsync(PersonId person, PersonPreferences preferences, string? seen, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var facts = FactLookup.Of(scope);
                    var subject = PersonPreferences.SubjectOf(person);
                    var (now, tag) = book.PreferencesOf(facts, person);
                    if (seen is not null && seen != tag)
                    {
                        return SaveOutcome.Changed;
                    }
                    if (now == preferences)
                    {
                        return SaveOutcome.Unchanged;
                    }
                    if (vault.Seal(scope, person.Subject, PersonalCodec.Serialise(preferences)) is not { } closed)
                    {
                        return SaveOutcome.Erased;
                    }
                    var edits = facts.Latest(subject, FactKinds.PersonPreferences)?.Edits ?? 0;
                    scope.Author(FactKinds.PersonPreferences, subject, PersonalCodec.Body(closed), edits + 1);
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
