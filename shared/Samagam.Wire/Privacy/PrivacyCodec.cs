using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Core.Time;
using W = Samagam.Wire.Privacy.V1;

namespace Samagam.Wire.Privacy;

/// <summary>Bodies of consents, erasures and the audit (<c>samagam/privacy/v1/privacy.proto</c>).</summary>
public static class PrivacyCodec
{
    private const string AlsoSegment = "/also/";

    public static byte[] Serialise(Consent consent) => new W.Consent
    {
        Purpose = (uint)consent.Purpose,
        Given = consent.Given,
        NoticeVersion = consent.NoticeVersion,
        Language = consent.Language,
        ByGuardian = consent.ByGuardian,
    }.ToByteArray();

    /// <summary>Null when the fact is of another kind, of a purpose this build does not know, or cannot be read.</summary>
    public static Consent? TryReadConsent(Fact fact)
    {
        if (fact.Kind != FactKinds.PersonConsent.Name || Read(W.Consent.Parser, fact.Body.Span) is not { } wire
            || wire.NoticeVersion.Length > Consent.MaxVersionChars || wire.Language.Length > Consent.MaxLanguageChars || wire.Purpose > byte.MaxValue)
        {
            return null;
        }
        var purpose = (Purpose)wire.Purpose;
        return Purposes.All.Contains(purpose) && fact.Subject.EndsWith("/consent/" + purpose.Word(), StringComparison.Ordinal)
            ? new Consent(purpose, wire.Given, wire.NoticeVersion, wire.Language, wire.ByGuardian)
            : null;
    }

    public static byte[] Serialise(ErasedBecause because) => new W.Erased { Because = (uint)because }.ToByteArray();

    /// <summary>Null when the fact is no tombstone of a person.</summary>
    public static ErasedBecause? TryReadErased(Fact fact) => fact.Kind != FactKinds.PersonErased.Name ? null
        : Read(W.Erased.Parser, fact.Body.Span) is { Because: <= (uint)ErasedBecause.SamePerson } wire ? (ErasedBecause)wire.Because
        : ErasedBecause.Unspecified;

    /// <summary><c>person/{elder}/also/{younger}</c>.</summary>
    public static string AlsoSubject(PersonId elder, PersonId younger) => elder.Subject + AlsoSegment + younger;

    public static byte[] Also(PersonId younger) => new W.Also { Person = ByteString.CopyFrom(younger.Value.ToByteArray(bigEndian: true)) }.ToByteArray();

    /// <summary>The account that turned out to be this person; null when the fact says no such thing.</summary>
    public static PersonId? TryReadAlso(Fact fact) =>
        fact.Kind == FactKinds.PersonAlso.Name && Read(W.Also.Parser, fact.Body.Span) is { Person.Length: 16 } wire ? new PersonId(new Guid(wire.Person.Span, bigEndian: true)) : null;

    public static byte[] Serialise(AuditEntry entry) => new W.AuditEntry
    {
        Number = entry.Number,
        AtMs = (ulong)Math.Max(0, entry.AtMs),
        Who = entry.Who,
        Subject = entry.Subject,
        Act = (uint)entry.Act,
        Door = entry.Door,
        Previous = ByteString.CopyFrom(entry.Previous.Span),
    }.ToByteArray();

    /// <summary>The fact as a link of a chain; null when it is of another kind. Bytes that cannot be read make a row that says nothing, which breaks the chain.</summary>
    public static AuditRow? TryReadAudit(Fact fact)
    {
        if (fact.Kind != FactKinds.AuditNoted.Name)
        {
            return null;
        }
        var read = Read(W.AuditEntry.Parser, fact.Body.Span) is { Act: > 0 and <= byte.MaxValue, AtMs: <= HybridTime.MaxWallMs, Previous.Length: AuditEntry.HashBytes } wire
            ? new AuditEntry(wire.Number, (long)wire.AtMs, wire.Who, wire.Subject, (AuditAct)wire.Act, wire.Door, wire.Previous.Memory)
            : null;
        return new AuditRow(fact.Id.Key.Epoch, fact.Id.Seq, fact.Body, read);
    }

    public static byte[] Serialise(AuditHead head) => new W.AuditHead { Epoch = head.Epoch, Number = head.Number, Hash = ByteString.CopyFrom(head.Hash) }.ToByteArray();

    /// <summary>Null when there is none, or it cannot be read.</summary>
    public static AuditHead? TryReadHead(byte[]? note) =>
        note is not null && Read(W.AuditHead.Parser, note) is { Hash.Length: AuditEntry.HashBytes } wire ? new AuditHead(wire.Epoch, wire.Number, wire.Hash.ToByteArray()) : null;

    public static byte[] Serialise(AgeMarks marks)
    {
        var wire = new W.AgeMarks { LivedMs = (ulong)marks.LivedMs };
        wire.Marks.AddRange(marks.Marks.Select(m => new W.AgeMark { LivedMs = (ulong)m.LivedMs, Cursor = (ulong)m.Cursor }));
        wire.Done.AddRange(marks.Done.OrderBy(d => d.Key).Select(d => new W.AgeDone { Days = (uint)d.Key, Cursor = (ulong)d.Value }));
        return wire.ToByteArray();
    }

    /// <summary>Marks of a box that has none yet, when there is no note or it cannot be read.</summary>
    public static AgeMarks ReadMarks(byte[]? note) => note is not null && Read(W.AgeMarks.Parser, note) is { } wire
        ? new AgeMarks((long)wire.LivedMs, [.. wire.Marks.Select(m => new AgeMark((long)m.LivedMs, (long)m.Cursor))], wire.Done.ToDictionary(d => (int)d.Days, d => (long)d.Cursor))
        : AgeMarks.None;

    private static T? Read<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
