using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.People;
using Samagam.TestKit;
using Samagam.Wire.People;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.People;

public sealed class PersonalCodecTests
{
    private static readonly byte[] Later = [0x9A, 0x06, 0x02, 0x68, 0x69];

    private static readonly PersonProfile Profile = new()
    {
        Name = "आशा",
        AgeGroup = AgeGroup.Elder,
        EmergencyContact = new EmergencyContact("Ravi", "+91 98"),
        MedicalConditions = ["diabetes"],
        PilgrimType = PilgrimType.Elder,
        Language = "mr",
        Data = Entries.None.Add("tent", "C-12"),
    };

    private static readonly Pin Tent = new("Tent", new GeoPoint(23.1844, 75.7652), "tent", Entries.None.Add("row", "C"));

    [Fact]
    public void All_come_back_as_they_were()
    {
        Assert.True(Profile.SaysTheSameAs(PersonalCodec.TryReadProfile(PersonalCodec.Serialise(Profile))!));
        Assert.True(PersonProfile.Empty.SaysTheSameAs(PersonalCodec.TryReadProfile(PersonalCodec.Serialise(PersonProfile.Empty))!));
        Assert.True(Tent.SaysTheSameAs(PersonalCodec.TryReadPin(PersonalCodec.Serialise(Tent))!));
        var preferences = new PersonPreferences(true, false, true, false);
        Assert.Equal(preferences, PersonalCodec.TryReadPreferences(PersonalCodec.Serialise(preferences)));
        Assert.True(PersonalCodec.TryReadBelonging(Fact("person.group", "person/1/group/2", PersonalCodec.Belonging(true), Lane.Shared)));
        Assert.False(PersonalCodec.TryReadBelonging(Fact("person.group", "person/1/group/2", PersonalCodec.Belonging(false), Lane.Shared)));
        Assert.Null(PersonalCodec.TryReadBelonging(Fact("person.pin", "person/1/group/2", PersonalCodec.Belonging(true), Lane.Shared)));
    }

    [Fact]
    public void Sealed_bytes_are_carried_by_their_own_kind_only()
    {
        var fact = Fact("person.profile", "person/1", PersonalCodec.Body([1, 2, 3]), Lane.Shared);
        Assert.Equal([1, 2, 3], PersonalCodec.SealedIn(fact, FactKinds.PersonProfile)!.Value.ToArray());
        Assert.Null(PersonalCodec.SealedIn(fact, FactKinds.PersonPin));
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal("0A03010203", Convert.ToHexString(PersonalCodec.Body([1, 2, 3])));
        Assert.Equal("0A09E0A486E0A4B6E0A4BE10041A0E0A045261766912062B3931203938220864696162657465732A05656C64657232026D723A0C0A0474656E741204432D3132", Convert.ToHexString(PersonalCodec.Serialise(Profile)));
        Assert.Equal("0A0454656E7410C0A28DDD0118C0E8C6D205220474656E742A080A03726F77120143", Convert.ToHexString(PersonalCodec.Serialise(Tent)));
        Assert.Equal("08011801", Convert.ToHexString(PersonalCodec.Serialise(new PersonPreferences(true, false, true, false))));
        Assert.Equal("0801", Convert.ToHexString(PersonalCodec.Belonging(true)));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over_and_its_words_are_not_said()
    {
        Assert.True(Profile.SaysTheSameAs(PersonalCodec.TryReadProfile([.. PersonalCodec.Serialise(Profile), .. Later])!));
        Assert.True(Tent.SaysTheSameAs(PersonalCodec.TryReadPin([.. PersonalCodec.Serialise(Tent), .. Later])!));
        // Age group 9, pilgrim type and language nobody knows yet.
        var read = PersonalCodec.TryReadProfile([0x10, 0x09, 0x2A, 0x01, 0x78, 0x32, 0x01, 0x78])!;
        Assert.Equal(AgeGroup.Unspecified, read.AgeGroup);
        Assert.Null(read.PilgrimType);
        Assert.Equal("hi", read.Language);
    }

    [Fact]
    public void Garbage_is_nothing_or_something_readable() => Seeds.ForEach(2_000, (seed, luck) =>
    {
        _ = PersonalCodec.TryReadProfile(Spoilt(PersonalCodec.Serialise(Profile), luck))?.Wrong(new PeopleOptions());
        var pin = PersonalCodec.TryReadPin(Spoilt(PersonalCodec.Serialise(Tent), luck));
        Assert.True(pin is null || pin.Point.IsValid);
        _ = PersonalCodec.TryReadPreferences(Spoilt([8, 1, 24, 1], luck));
        _ = PersonalCodec.SealedIn(Fact("person.pin", "person/1/pin/2", Spoilt(PersonalCodec.Body([1, 2, 3]), luck), Lane.Shared), FactKinds.PersonPin);
    });
}
