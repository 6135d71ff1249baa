using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.People;
using W = Samagam.Wire.People.V1;

namespace Samagam.Wire.People;

/// <summary>What people say of themselves (<c>samagam/people/v1/profile.proto</c>): the clear form, which is only ever sealed, and the body that carries the sealed one.</summary>
public static class PersonalCodec
{
    private const double E7 = 1e7;

    /// <summary>The body of a fact that carries sealed bytes.</summary>
    public static byte[] Body(ReadOnlySpan<byte> sealedBytes) => new W.Personal { Sealed = ByteString.CopyFrom(sealedBytes) }.ToByteArray();

    /// <summary>The sealed bytes of a fact; null when it is of another kind or cannot be read.</summary>
    public static ReadOnlyMemory<byte>? SealedIn(Fact fact, FactKind kind) =>
        fact.Kind == kind.Name && Read(W.Personal.Parser, fact.Body.Span) is { } body ? body.Sealed.Memory : default(ReadOnlyMemory<byte>?);

    public static byte[] Serialise(PersonProfile profile) => new W.Profile
    {
        Name = profile.Name,
        AgeGroup = (uint)profile.AgeGroup,
        EmergencyContact = profile.EmergencyContact is { } contact ? new W.Contact { Name = contact.Name, Phone = contact.Phone } : null,
        MedicalConditions = { profile.MedicalConditions },
        PilgrimType = profile.PilgrimType?.Word() ?? "",
        Language = profile.Language,
        Data = { profile.Data.Select(Entry) },
    }.ToByteArray();

    public static byte[] Serialise(PersonPreferences preferences) => new W.Preferences
    {
        StepFree = preferences.StepFree,
        LargeText = preferences.LargeText,
        ReadAloud = preferences.ReadAloud,
        SaveData = preferences.SaveData,
    }.ToByteArray();

    public static byte[] Serialise(Pin pin) => new W.Pin
    {
        Name = pin.Name,
        LatitudeE7 = (int)Math.Round(pin.Point.LatitudeDeg * E7),
        LongitudeE7 = (int)Math.Round(pin.Point.LongitudeDeg * E7),
        Type = pin.Type,
        Metadata = { pin.Metadata.Select(Entry) },
    }.ToByteArray();

    /// <summary>Null when it cannot be read. Words of a later build are taken as not said.</summary>
    public static PersonProfile? TryReadProfile(ReadOnlySpan<byte> clear) => Read(W.Profile.Parser, clear) is { } wire
        ? new PersonProfile
        {
            Name = wire.Name,
            AgeGroup = wire.AgeGroup <= (uint)AgeGroup.Elder ? (AgeGroup)wire.AgeGroup : AgeGroup.Unspecified,
            EmergencyContact = wire.EmergencyContact is { } contact ? new EmergencyContact(contact.Name, contact.Phone) : null,
            MedicalConditions = [.. wire.MedicalConditions],
            PilgrimType = ContentWords.TryParse(wire.PilgrimType, out PilgrimType type) ? type : null,
            Language = PersonWords.Languages.Contains(wire.Language) ? wire.Language : PersonProfile.Empty.Language,
            Data = Entries(wire.Data),
        }
        : null;

    /// <summary>Null when it cannot be read.</summary>
    public static PersonPreferences? TryReadPreferences(ReadOnlySpan<byte> clear) =>
        Read(W.Preferences.Parser, clear) is { } wire ? new PersonPreferences(wire.StepFree, wire.LargeText, wire.ReadAloud, wire.SaveData) : null;

    /// <summary>Null when it cannot be read, or is nowhere on the earth.</summary>
    public static Pin? TryReadPin(ReadOnlySpan<byte> clear)
    {
        if (Read(W.Pin.Parser, clear) is not { } wire)
        {
            return null;
        }
        var point = new GeoPoint(wire.LatitudeE7 / E7, wire.LongitudeE7 / E7);
        return point.IsValid ? new Pin(wire.Name, point, wire.Type, Entries(wire.Metadata)) : null;
    }

    /// <summary>Whether the person is in the group the fact names.</summary>
    public static byte[] Belonging(bool isIn) => new W.Belonging { IsIn = isIn }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static bool? TryReadBelonging(Fact fact) => fact.Kind == FactKinds.PersonGroup.Name && Read(W.Belonging.Parser, fact.Body.Span) is { } wire ? wire.IsIn : null;

    private static W.Entry Entry(KeyValuePair<string, string> entry) => new() { Name = entry.Key, Value = entry.Value };

    private static ImmutableSortedDictionary<string, string> Entries(RepeatedField<W.Entry> wire)
    {
        var entries = Core.People.Entries.None.ToBuilder();
        foreach (var entry in wire)
        {
            entries[entry.Name] = entry.Value;
        }
        return entries.ToImmutable();
    }

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
