using System.Buffers.Binary;
using Google.Protobuf;
using Samagam.Core.Auth;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using W = Samagam.Wire.Auth.V1;

namespace Samagam.Wire.Auth;

/// <summary>Accounts and their bodies (<c>samagam/auth/v1/auth.proto</c>).</summary>
public static class AccountCodec
{
    private const int TagBytes = 16, MaxSealedPhoneBytes = 128;

    public static byte[] Serialise(Account account)
    {
        var wire = new W.Account
        {
            Phone = ByteString.CopyFrom(account.Phone.Span),
            Verified = account.Verified,
            CreatedMs = (ulong)account.CreatedMs,
            PilgrimType = account.PilgrimType?.Word() ?? "",
            Language = account.Language,
            MergedInto = account.MergedInto is { } elder ? ByteString.CopyFrom(elder.Value.ToByteArray(bigEndian: true)) : ByteString.Empty,
        };
        if (account.PhoneTag is { } tag)
        {
            Span<byte> bytes = stackalloc byte[TagBytes];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, tag);
            wire.PhoneTag = ByteString.CopyFrom(bytes);
        }
        return wire.ToByteArray();
    }

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static Account? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.PersonAccount.Name || PersonId.OfSubject(fact.Subject) is not { } person || fact.Subject != person.Subject)
        {
            return null;
        }
        try
        {
            var wire = W.Account.Parser.ParseFrom(fact.Body.Span);
            if (wire.PhoneTag.Length is not (0 or TagBytes) || wire.MergedInto.Length is not (0 or TagBytes) || wire.Phone.Length > MaxSealedPhoneBytes
                || wire.Language.Length > Account.MaxLanguageChars || wire.CreatedMs > long.MaxValue || (wire.Verified && wire.PhoneTag.IsEmpty))
            {
                return null;
            }
            // A type of a later build is as good as unsaid.
            var type = ContentWords.TryParse(wire.PilgrimType, out PilgrimType read) ? read : default(PilgrimType?);
            return new Account(
                person,
                wire.PhoneTag.IsEmpty ? null : BinaryPrimitives.ReadUInt128BigEndian(wire.PhoneTag.Span),
                wire.Phone.Memory,
                wire.Verified,
                (long)wire.CreatedMs,
                type,
                wire.Language,
                wire.MergedInto.IsEmpty ? null : new PersonId(new Guid(wire.MergedInto.Span, bigEndian: true)));
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
