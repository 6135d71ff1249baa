using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.People;

namespace Samagam.Node.People;

/// <summary>
/// A person keeps a place. The same id with the same words is the same pin, however often and at whichever box it is sent; with other words it is
/// <see cref="SaveOutcome.Changed"/> and nothing is written.
/// </summary>
public sealed class KeepPin(FactDesk desk, PersonVault vault, PersonBook book, PeopleOptions options)
{
    public async ValueTask<SaveOutcome> RunAsync(PersonId person, PinId id, Pin pin, CancellationToken cancellation)
    {
        var clear = PersonalCodec.Serialise(pin);
        if (pin.Wrong(options) is not null || clear.Length > options.MaxBytes)
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
                    var subject = id.SubjectOf(person);
                    if (facts.About(subject).Any(f => f.Kind == FactKinds.PinRemoved.Name))
                    {
                        return SaveOutcome.Removed;
                    }
                    if (book.PinOf(facts, person, id) is { } kept)
                    {
                        // Compared as kept: what is rounded on the way to the disk is not another place.
                        return kept.Pin.SaysTheSameAs(PersonalCodec.TryReadPin(clear)!) ? SaveOutcome.Unchanged : SaveOutcome.Changed;
                    }
                    if (book.PinsOf(facts, person).Count >= options.MaxPins)
                    {
                        return SaveOutcome.TooMany;
                    }
                    if (vault.Seal(scope, person.Subject, clear) is not { } closed)
                    {
                        return SaveOutcome.Erased;
                    }
                    var edits = facts.Latest(subject, FactKinds.PersonPin)?.Edits ?? 0;
                    scope.Author(FactKinds.PersonPin, subject, PersonalCodec.Body(closed), edits + 1);
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
