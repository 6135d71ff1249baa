using System.Text;
using Samagam.Mesh.Facts;
using Samagam.Trust;

namespace Samagam.Mesh.Links.Trust;

/// <summary>Seals personal bodies with AES-256-GCM; the person's name is bound in, so that one body cannot stand in another's place.</summary>
public sealed class PersonSealer(SealedFields fields) : ISealer
{
    public byte[] NewWrappedKey(string person) => fields.Wrap(fields.NewPersonKey(), Encoding.UTF8.GetBytes(person));

    public byte[] Seal(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> plaintext, string person)
    {
        var name = Encoding.UTF8.GetBytes(person);
        var key = fields.Unwrap(wrappedKey, name);
        if (!key.Ok)
        {
            throw new InvalidOperationException($"a key just wrapped does not open: {key.Reason}");
        }
        return fields.Seal(plaintext, key.Value, name);
    }

    public byte[]? Open(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes, string person)
    {
        var name = Encoding.UTF8.GetBytes(person);
        var key = fields.Unwrap(wrappedKey, name);
        return key.Ok && SealedFields.Open(sealedBytes, key.Value, name) is { Ok: true } plain ? plain.Value : null;
    }
}
