using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Wire.People.V1;

namespace Samagam.Mesh.People;

/// <summary>
/// Seals what is personal under the key of its person. The key travels as a <c>person.key</c> fact with the first thing sealed under it; two boxes
/// that did not hear of each other may each make one, and then either opens what was sealed under it. A tombstone of the person drops the
/// keys everywhere, and with them all that is readable.
/// </summary>
public sealed class PersonVault(ISealer sealer)
{
    /// <summary>Seals under the person's key, stating a new one where none is held; both become durable together. Null when the person was erased.</summary>
    /// <param name="person">The person's subject, <c>person/{id}</c>.</param>
    public byte[]? Seal(FactScope scope, string person, ReadOnlySpan<byte> plaintext)
    {
        var held = scope.Rows.BySubject(person);
        if (held.Any(f => f.Kind == FactKinds.PersonErased.Name))
        {
            return null;
        }
        var wrapped = KeysIn(held).FirstOrDefault();
        if (wrapped is null)
        {
            var made = sealer.NewWrappedKey(person);
            scope.Author(FactKinds.PersonKey, person, new PersonKey { Wrapped = ByteString.CopyFrom(made) }.ToByteArray());
            return sealer.Seal(made, plaintext, person);
        }
        return sealer.Seal(wrapped.Span, plaintext, person);
    }

    /// <summary>Null when the key has not arrived, was destroyed, or is another's.</summary>
    /// <param name="bySubject">Where keys are looked up: the log, or the writer's own view inside a decision.</param>
    public byte[]? Open(Func<string, IReadOnlyList<Fact>> bySubject, string person, ReadOnlySpan<byte> sealedBytes)
    {
        foreach (var wrapped in KeysIn(bySubject(person)))
        {
            if (sealer.Open(wrapped.Span, sealedBytes, person) is { } plain)
            {
                return plain;
            }
        }
        return null;
    }

    /// <summary>Seals what is kept at this box only, under a key of its own that is kept beside it; the wrapped key opens nothing without the mesh key.</summary>
    /// <param name="name">Binds both to what they are kept as.</param>
    public (byte[] WrappedKey, byte[] Sealed) SealAlone(string name, ReadOnlySpan<byte> plaintext)
    {
        var wrapped = sealer.NewWrappedKey(name);
        return (wrapped, sealer.Seal(wrapped, plaintext, name));
    }

    /// <summary>Null when it was kept as something else, or is damaged.</summary>
    public byte[]? OpenAlone(string name, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes) => sealer.Open(wrappedKey, sealedBytes, name);

    /// <summary>Wrapped keys among these facts, oldest identity first, so that all boxes choose the same; a damaged one opens nothing and is passed over.</summary>
    private static IEnumerable<ByteString> KeysIn(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.PersonKey.Name).OrderBy(f => f.Id))
        {
            if (TryRead(fact) is { } wrapped)
            {
                yield return wrapped;
            }
        }
    }

    private static ByteString? TryRead(Fact fact)
    {
        try
        {
            return PersonKey.Parser.ParseFrom(fact.Body.Span).Wrapped;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
