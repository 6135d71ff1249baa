using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.TestKit;
using Samagam.Wire.People;
using Samagam.Wire.Privacy;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Privacy;

public sealed class PrivacyCodecTests
{
    private static readonly byte[] Later = [0x9A, 0x06, 0x02, 0x68, 0x69];
    private static readonly PersonId Elder = new(new Guid("11111111-2222-4333-8444-555555555555"));
    private static readonly PersonId Younger = new(new Guid("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"));
    private static readonly Consent Given1 = new(Purpose.LocationSharing, true, "2026-1", "hi", true);
    private static readonly AuditEntry Look = new(7, 1_838_800_000_000, "staff/RAM-1", "person/x", AuditAct.Looked, "duty", new byte[32]);

    [Fact]
    public void All_come_back_as_they_were()
    {
        Assert.Equal(Given1, PrivacyCodec.TryReadConsent(Fact("person.consent", Purposes.SubjectOf(Elder, Purpose.LocationSharing), PrivacyCodec.Serialise(Given1))));
        Assert.Equal(ErasedBecause.AskedStaff, PrivacyCodec.TryReadErased(Fact("person.erased", Elder.Subject, PrivacyCodec.Serialise(ErasedBecause.AskedStaff))));
        Assert.Equal(Younger, PrivacyCodec.TryReadAlso(Fact("person.also", PrivacyCodec.AlsoSubject(Elder, Younger), PrivacyCodec.Also(Younger))));
        var row = PrivacyCodec.TryReadAudit(Fact("audit.noted", "audit/n7/1/0", PrivacyCodec.Serialise(Look)))!.Value;
        Assert.Equal(Look with { Previous = default }, row.Read! with { Previous = default });
        Assert.Equal(32, row.Read.Previous.Length);
        var head = PrivacyCodec.TryReadHead(PrivacyCodec.Serialise(new AuditHead(3, 9, [.. Enumerable.Repeat((byte)5, 32)])))!;
        Assert.Equal((3u, 9UL, (byte)5), (head.Epoch, head.Number, head.Hash[31]));
        var marks = AgeMarks.None.Lived(1_000, 5, 10).Lived(2_000, 9, 10).WithDone(3, 4);
        var read = PrivacyCodec.ReadMarks(PrivacyCodec.Serialise(marks));
        Assert.Equal((3_000L, 2, 4L), (read.LivedMs, read.Marks.Length, read.DoneOf(3)));
        Assert.Equal(marks.Marks, read.Marks);
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal("080210011A06323032362D31220268692801", Convert.ToHexString(PrivacyCodec.Serialise(Given1)));
        Assert.Equal("0802", Convert.ToHexString(PrivacyCodec.Serialise(ErasedBecause.AskedStaff)));
        Assert.Equal("0A10AAAAAAAABBBB4CCC8DDDEEEEEEEEEEEE", Convert.ToHexString(PrivacyCodec.Also(Younger)));
        Assert.Equal("080710" + "80A89588C235" + "1A0B73746166662F52414D2D312208706572736F6E2F782801320464757479" + "3A20" + new string('0', 64), Convert.ToHexString(PrivacyCodec.Serialise(Look)));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over_and_a_tombstone_of_an_earlier_one_says_no_reason()
    {
        Assert.Equal(Given1, PrivacyCodec.TryReadConsent(Fact("person.consent", Purposes.SubjectOf(Elder, Purpose.LocationSharing), [.. PrivacyCodec.Serialise(Given1), .. Later])));
        Assert.Equal(ErasedBecause.Unspecified, PrivacyCodec.TryReadErased(Fact("person.erased", Elder.Subject, [])));
        Assert.Equal(ErasedBecause.Unspecified, PrivacyCodec.TryReadErased(Fact("person.erased", Elder.Subject, [8, 99])));
        Assert.Null(PrivacyCodec.TryReadConsent(Fact("person.consent", Elder.Subject + "/consent/later", [8, 99])));
        // The purpose in the body is that of the subject, or it says nothing.
        Assert.Null(PrivacyCodec.TryReadConsent(Fact("person.consent", Purposes.SubjectOf(Elder, Purpose.Analytics), PrivacyCodec.Serialise(Given1))));
    }

    [Fact]
    public void Garbage_is_nothing_and_breaks_nothing() => Seeds.ForEach(50, (seed, luck) =>
    {
        var bytes = new byte[luck.Next(1, 200)];
        luck.NextBytes(bytes);
        _ = PrivacyCodec.TryReadConsent(Fact("person.consent", Purposes.SubjectOf(Elder, Purpose.Analytics), bytes));
        _ = PrivacyCodec.TryReadAlso(Fact("person.also", Elder.Subject + "/also/x", bytes));
        _ = PrivacyCodec.TryReadHead(bytes);
        _ = PrivacyCodec.ReadMarks(bytes);
        Assert.NotNull(PrivacyCodec.TryReadErased(Fact("person.erased", Elder.Subject, bytes)));
        Assert.NotNull(PrivacyCodec.TryReadAudit(Fact("audit.noted", "audit/n7/1/0", bytes)));
        foreach (var kind in FactKinds.Known.Select(k => k.Name).Append("later.kind"))
        {
            _ = HeldBodies.Tell(Fact(kind, Elder.Subject, bytes), static closed => closed.Length % 2 == 0 ? closed.ToArray() : null);
        }
    });

    [Fact]
    public void What_is_held_is_told_opened_and_a_kind_without_a_name_is_told_all_the_same()
    {
        static byte[]? Open(ReadOnlyMemory<byte> closed) => closed.Span.StartsWith("sealed:"u8) ? closed[7..].ToArray() : null;
        var personal = PersonalCodec.Body([.. "sealed:"u8, .. PersonalCodec.Serialise(new Core.People.PersonProfile { Name = "आशा" })]);
        Assert.Contains("आशा", HeldBodies.Tell(Fact("person.profile", Elder.Subject, personal), Open)!["name"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("cannot be opened", HeldBodies.Tell(Fact("person.profile", Elder.Subject, PersonalCodec.Body([1, 2])), Open)!.ToString(), StringComparison.Ordinal);
        var later = HeldBodies.Tell(Fact("later.kind", Elder.Subject, [0x08, 0x05, 0x12, 0x0C, .. "sealed:hello"u8, 0x12, 0x02, .. "hi"u8]), Open)!;
        Assert.Equal((5UL, "hello", "hi"), (later["1"]!.GetValue<ulong>(), later["2"]![0]!.GetValue<string>(), later["2"]![1]!.GetValue<string>()));
        Assert.Null(HeldBodies.Tell(Fact("person.key", Elder.Subject, [10, 1, 1]), Open));
        Assert.Equal("profile", HeldBodies.WordOf("person.profile"));
        Assert.Equal("later.kind", HeldBodies.WordOf("later.kind"));
        Assert.True(Encoding.UTF8.GetByteCount(PrivacyCodec.AlsoSubject(Elder, Younger)) <= Core.Facts.Fact.MaxNameBytes);
    }
}
