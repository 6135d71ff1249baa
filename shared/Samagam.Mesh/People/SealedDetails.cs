using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Wire.People.V1;
using Samagam.Wire.Sos.V1;

namespace Samagam.Mesh.People;

/// <summary>What a caller says of themselves. Personal: stored and sent only sealed.</summary>
public sealed record SosDetails(string Name, string Phone, string Note)
{
    public const int MaxNameLength = 80;
    public const int MaxPhoneLength = 20;
    public const int MaxNoteLength = 500;

    public static readonly SosDetails None = new("", "", "");

    public bool IsEmpty => Name.Length == 0 && Phone.Length == 0 && Note.Length == 0;
}

/// <summary>Sealing and opening of a caller's details under a key of their own, which travels as a <c>person.key</c> fact and can be destroyed.</summary>
public static class SealedDetails
{
    /// <summary>Subject of the caller's key: phones are shared, so each case is a person of its own until told otherwise.</summary>
    public static string PersonOf(SosId id) => "person/" + id;

    /// <summary>States the key and gives the call with its details sealed under it; both become durable together.</summary>
    public static SosRaised Seal(FactScope scope, PersonVault vault, SosId id, SosRaised call, SosDetails details)
    {
        if (details.IsEmpty)
        {
            return call;
        }
        var person = PersonOf(id);
        var plain = new Details { Name = details.Name, Phone = details.Phone, Note = details.Note }.ToByteArray();
        return vault.Seal(scope, person, plain) is { } closed ? call with { Person = person, Details = closed } : call;
    }

    /// <summary>Null when nothing personal was said, the key has not arrived, or it was destroyed.</summary>
    public static SosDetails? Open(IFactLog log, PersonVault vault, SosRaised call) => Open(log.BySubject, vault, call);

    /// <summary>As above, with the keys from wherever the caller looks: inside a decision, its own unsaved ones included.</summary>
    public static SosDetails? Open(Func<string, IReadOnlyList<Fact>> bySubject, PersonVault vault, SosRaised call)
    {
        if (call.Details.IsEmpty || vault.Open(bySubject, call.Person, call.Details.Span) is not { } plain)
        {
            return null;
        }
        try
        {
            var details = Details.Parser.ParseFrom(plain);
            return new SosDetails(details.Name, details.Phone, details.Note);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
