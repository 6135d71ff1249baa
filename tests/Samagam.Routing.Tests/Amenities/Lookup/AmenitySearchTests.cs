using System.Text.Json;
using Samagam.Routing.Amenities;
using Samagam.Routing.Amenities.Lookup;
using Samagam.Routing.Graph;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Amenities.Lookup;

/// <summary>What people type, and what they mean.</summary>
public sealed class AmenitySearchTests
{
    private static readonly AmenityCatalogue Ujjain = new(MapSnapshot.Sample());

    [Theory]
    [InlineData("mahakal", "Mahakaleshwar Temple")]
    [InlineData("mahakaal", "Mahakaleshwar Temple")]
    [InlineData("महाकाल", "Mahakaleshwar Temple")]
    [InlineData("mahkal", "Mahakaleshwar Temple")]
    [InlineData("mahakaleshwar", "Mahakaleshwar Temple")]
    [InlineData("mahakaleswar mandir", "Mahakaleshwar Temple")]
    [InlineData("महाकलेश्वर", "Mahakaleshwar Temple")]
    [InlineData("mahakaleshawr", "Mahakaleshwar Temple")]
    [InlineData("Mahākāleśvara", "Mahakaleshwar Temple")]
    [InlineData("महा\u200Cकालेश्वर मन्दिर", "Mahakaleshwar Temple")]
    [InlineData("harsidhi", "Harsiddhi Temple")]
    [InlineData("harsiddi mandir", "Harsiddhi Temple")]
    [InlineData("हरसिद्दी", "Harsiddhi Temple")]
    [InlineData("हरसिद्धी माता", "Harsiddhi Temple")]
    [InlineData("gopal mandir", "Gopal Mandir")]
    [InlineData("gopaal temple", "Gopal Mandir")]
    [InlineData("kal bhairav", "Kal Bhairav Temple")]
    [InlineData("kaal bhairava", "Kal Bhairav Temple")]
    [InlineData("kalbhairav", "Kal Bhairav Temple")]
    [InlineData("काल भैरो", "Kal Bhairav Temple")]
    [InlineData("काळ भैरव", "Kal Bhairav Temple")]
    [InlineData("kal bahirav", "Kal Bhairav Temple")]
    [InlineData("siddhavat", "Siddhavat")]
    [InlineData("siddhwat", "Siddhavat")]
    [InlineData("sidhvat", "Siddhavat")]
    [InlineData("सिद्ध वट", "Siddhavat")]
    [InlineData("mangalnath mandir", "Mangalnath Temple")]
    [InlineData("manglnath temple", "Mangalnath Temple")]
    [InlineData("मंगल नाथ मंदिर", "Mangalnath Temple")]
    [InlineData("sandipani", "Sandipani Ashram")]
    [InlineData("sandeepani aashram", "Sandipani Ashram")]
    [InlineData("सान्दीपनी आश्रम", "Sandipani Ashram")]
    [InlineData("chintaman ganesh mandir", "Chintaman Ganesh Temple")]
    [InlineData("chintamani ganesh temple", "Chintaman Ganesh Temple")]
    [InlineData("चिन्तामण गणेश मंदिर", "Chintaman Ganesh Temple")]
    [InlineData("nav graha", "Navagraha Triveni Temple")]
    [InlineData("gadkalika", "Garhkalika Temple")]
    [InlineData("gadhkaalika mata", "Garhkalika Temple")]
    [InlineData("bada ganesh", "Bade Ganesh Temple")]
    [InlineData("बडे गणेश", "Bade Ganesh Temple")]
    [InlineData("ujain junction", "Ujjain Junction")]
    [InlineData("उज्जैन स्टेशन", "Ujjain Junction")]
    [InlineData("ujjain railway staion", "Ujjain Junction")]
    [InlineData("vikramnagar", "Vikram Nagar Station")]
    [InlineData("vikram nager", "Vikram Nagar Station")]
    [InlineData("dewas gate", "Dewas Gate Bus Stand")]
    [InlineData("देवास गेट बस स्टैण्ड", "Dewas Gate Bus Stand")]
    [InlineData("nanakhera bus stand", "Nanakheda Bus Stand")]
    [InlineData("nana kheda", "Nanakheda Bus Stand")]
    [InlineData("नाना खेडा", "Nanakheda Bus Stand")]
    [InlineData("ramghat", "Ram Ghat")]
    [InlineData("ram ghaat", "Ram Ghat")]
    [InlineData("राम घाट", "Ram Ghat")]
    [InlineData("रामघाट", "Ram Ghat")]
    [InlineData("રામ ઘાટ", "Ram Ghat")]
    [InlineData("dutt akhara ghat", "Datt Akhada Ghat")]
    [InlineData("narsinh ghat", "Narsingh Ghat")]
    [InlineData("नरसिंह घाट", "Narsingh Ghat")]
    [InlineData("gaughat", "Gau Ghat")]
    [InlineData("rin mukteshwar", "Rinmukteshwar Ghat")]
    [InlineData("ऋण मुक्तेश्वर घाट", "Rinmukteshwar Ghat")]
    [InlineData("triveni ghaat", "Triveni Ghat")]
    [InlineData("lalpul ghat", "Lal Pul Ghat")]
    [InlineData("bhuki mata", "Bhukhi Mata Ghat")]
    [InlineData("भूकी माता घाट", "Bhukhi Mata Ghat")]
    public void A_place_of_Ujjain_is_among_the_first_three(string typed, string meant)
    {
        var found = Ujjain.Search.Find(typed).Take(3).Select(h => Ujjain.Map.Amenities[h.Amenity].Name.En).ToList();
        Assert.True(found.Contains(meant), $"{typed}: {string.Join(" | ", found)}");
    }

    [Theory]
    [InlineData("ujjain jn", "Ujjain Junction")]
    [InlineData("उज्जैन जंक्शन", "Ujjain Junction")]
    [InlineData("ujjan junction", "Ujjain Junction")]
    [InlineData("vikramnagar", "Vikram Nagar")]
    [InlineData("विक्रम नगर", "Vikram Nagar")]
    [InlineData("vikaram nagar station", "Vikram Nagar")]
    [InlineData("चिंतामन गणेश", "Chintaman Ganesh")]
    [InlineData("chintamn ganesh", "Chintaman Ganesh")]
    [InlineData("chintaman ganpati", "Chintaman Ganesh")]
    [InlineData("नानाखेड़ा बस स्टेशन", "Nanakheda bus station")]
    [InlineData("nanakhera", "Nanakheda bus station")]
    [InlineData("nanakeda bus stand", "Nanakheda bus station")]
    [InlineData("देवास गेट", "Dewas Gate Bus station, buses north and local")]
    [InlineData("devas gate bus", "Dewas Gate Bus station, buses north and local")]
    [InlineData("dewsa gate", "Dewas Gate Bus station, buses north and local")]
    [InlineData("महाकाल लोक", "Mahakal Lok")]
    [InlineData("महाकाळ लोक", "Mahakal Lok")]
    [InlineData("mahakaal lok", "Mahakal Lok")]
    [InlineData("mahakl loka", "Mahakal Lok")]
    public void A_name_on_the_real_map_of_Ujjain_is_among_the_first_three(string typed, string meant)
    {
        var places = RealPlaces();
        var search = new AmenitySearch(places, [], [.. places.Select(_ => (-1, -1))]);
        var found = search.Find(typed).Take(3).Select(h => places[h.Amenity].Name.Name).ToList();
        Assert.True(found.Contains(meant), $"{typed}: {string.Join(" | ", found)}");
    }

    [Theory]
    [InlineData("शौचालय", AmenityType.Toilet)]
    [InlineData("टॉयलेट", AmenityType.Toilet)]
    [InlineData("toilet", AmenityType.Toilet)]
    [InlineData("toylet", AmenityType.Toilet)]
    [InlineData("शोचालय", AmenityType.Toilet)]
    [InlineData("shauchalaya", AmenityType.Toilet)]
    [InlineData("sauchalay kahan hai", AmenityType.Toilet)]
    [InlineData("latrin", AmenityType.Toilet)]
    [InlineData("washrooms", AmenityType.Toilet)]
    [InlineData("पानी", AmenityType.Water)]
    [InlineData("पीने का पानी", AmenityType.Water)]
    [InlineData("जल", AmenityType.Water)]
    [InlineData("pani", AmenityType.Water)]
    [InlineData("drinking watter", AmenityType.Water)]
    [InlineData("pyau", AmenityType.Water)]
    [InlineData("अस्पताल", AmenityType.Medical)]
    [InlineData("hospital", AmenityType.Medical)]
    [InlineData("hosptal", AmenityType.Medical)]
    [InlineData("aspatal", AmenityType.Medical)]
    [InlineData("first aid", AmenityType.Medical)]
    [InlineData("डाक्टर", AmenityType.Medical)]
    [InlineData("पुलिस", AmenityType.Police)]
    [InlineData("police thana", AmenityType.Police)]
    [InlineData("खोया पाया", AmenityType.LostAndFound)]
    [InlineData("khoya-paya kendra", AmenityType.LostAndFound)]
    [InlineData("lost and found", AmenityType.LostAndFound)]
    [InlineData("parkng", AmenityType.Parking)]
    [InlineData("railway station", AmenityType.RailwayStation)]
    [InlineData("रेलवे स्टेशन", AmenityType.RailwayStation)]
    [InlineData("bus stand", AmenityType.BusStation)]
    [InlineData("mandir", AmenityType.Worship)]
    [InlineData("घाट", AmenityType.Ghat)]
    [InlineData("bhandara", AmenityType.Food)]
    public void A_word_for_a_kind_of_place_finds_that_kind_first(string typed, AmenityType meant)
    {
        var found = Ujjain.Search.Find(typed);
        Assert.NotEmpty(found);
        Assert.Equal(meant, Ujjain.Map.Amenities[found[0].Amenity].Type);
        // All of the kind are equally meant, so that the walk decides.
        Assert.All(found.TakeWhile(h => h.Score == found[0].Score), h => Assert.Equal(meant, Ujjain.Map.Amenities[h.Amenity].Type));
        Assert.Equal(Ujjain.CountOf(meant), found.Count(h => h.Score == found[0].Score));
    }

    [Fact]
    public void A_kind_and_a_place_find_the_kind_at_the_place()
    {
        foreach (var typed in (string[])["toilet ram ghat", "रामघाट शौचालय", "ramghat ke paas toilet"])
        {
            var first = Ujjain.Map.Amenities[Ujjain.Search.Find(typed)[0].Amenity];
            Assert.Equal(AmenityType.Toilet, first.Type);
            Assert.Contains("Ram Ghat", first.Name.En, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_lies_in_a_sector_is_found_by_the_sector()
    {
        foreach (var typed in (string[])["sector 2 toilet", "सेक्टर २ में शौचालय", "sektor2 toilet"])
        {
            var found = Ujjain.Search.Find(typed);
            Assert.NotEmpty(found);
            Assert.All(found, h => Assert.Equal((AmenityType.Toilet, "2"), (Ujjain.Map.Amenities[h.Amenity].Type, Ujjain.Map.Zones[Ujjain.ZonesOf(h.Amenity).Sector].Id)));
        }
    }

    [Fact]
    public void While_typing_the_place_is_found_from_the_third_letter_on()
    {
        foreach (var name in (string[])["mahakaleshwar", "महाकालेश्वर", "siddhavat", "सिद्धवट", "nanakheda", "नानाखेड़ा"])
        {
            var whole = Ujjain.Search.Find(name)[0].Amenity;
            for (var n = 3; n < name.Length; n++)
            {
                Assert.Contains(whole, Ujjain.Search.Find(name[..n]).Select(h => h.Amenity));
            }
        }
    }

    [Fact]
    public void Numbers_are_meant_as_they_stand()
    {
        var places = Enumerable.Range(1, 30).Select(n => Place(n, $"Camp {n}")).ToList();
        var search = new AmenitySearch(places, [], [.. places.Select(_ => (-1, -1))]);
        Assert.Equal("Camp 3", places[Assert.Single(search.Find("camp 3")).Amenity].Name.Name);
        Assert.Equal("Camp 30", places[Assert.Single(search.Find("camp ३०")).Amenity].Name.Name);
    }

    [Fact]
    public void Whatever_is_typed_does_no_harm()
    {
        string[] odd =
        [
            "", " ", "\uD800", "\uDC00\uD800", "\u202Eلارا\u202C", ".*", "(a+)+$", "[", "\\", "%00", "\0\0\0", "' OR 1=1 --", "<script>", new string('क', 10_000),
            new string('a', 10_240), string.Concat(Enumerable.Repeat("् ", 5_000)), "\u094D\u093E\u0902", "🛕🚻", new string('\u0301', 500), "ﷺ", "ａ\u200B\u200B", "1234567890123",
        ];
        Assert.All(odd, Harmless);
        Seeds.ForEach(2, (_, luck) =>
        {
            for (var i = 0; i < 500; i++)
            {
                Harmless(string.Concat(Enumerable.Range(0, luck.Next(1, 40)).Select(_ => (char)luck.Next(0, 0x10000))));
            }
        });

        static void Harmless(string text) => Assert.All(Ujjain.Search.Find(text), h => Assert.InRange(h.Score, 0, 1));
    }

    [Fact]
    public void Random_small_errors_in_the_names_of_a_real_town_are_forgiven()
    {
        var town = new AmenityCatalogue(SharedMaps.Load("heidelberg.osm.pbf"));
        Seeds.ForEach(1, (_, luck) =>
        {
            var (tried, found) = (0, 0);
            foreach (var amenity in town.Map.Amenities.Where(a => a.Name.Name.Split(' ').Any(w => w.Length >= 6)))
            {
                var words = amenity.Name.Name.Split(' ');
                var longest = Array.IndexOf(words, words.MaxBy(w => w.Length));
                words[longest] = Garble(words[longest], luck);
                tried++;
                var asked = string.Join(' ', words);
                var right = town.Search.Find(asked).Take(3).Any(h => town.Map.Amenities[h.Amenity].Name.Name == amenity.Name.Name);
                found += right ? 1 : 0;
                if (!right)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine($"{asked} for {amenity.Name.Name}");
                }
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{found} of {tried}");
            Assert.InRange(found / (double)tried, 0.95, 1);
        });
    }

    private static string Garble(string word, Random luck)
    {
        var at = luck.Next(1, word.Length - 1);
        return luck.Next(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, ((char)luck.Next('a', 'z' + 1)).ToString()),
            2 => word[..at] + (char)luck.Next('a', 'z' + 1) + word[(at + 1)..],
            _ => word[..(at - 1)] + word[at] + word[at - 1] + word[(at + 1)..],
        };
    }

    private static Amenity Place(long id, string name, AmenityType type = AmenityType.Information, IReadOnlyDictionary<string, string>? tags = null) =>
        new($"n{id}", type, new PathName(name, "", name), new Coordinate(23, 75), tags ?? new Dictionary<string, string>());

    private static List<Amenity> RealPlaces()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedMaps.Path("ujjain-pois.json")));
        return
        [
            .. json.RootElement.GetProperty("elements").EnumerateArray().Where(e => e.TryGetProperty("tags", out _)).Select(e =>
            {
                var tags = e.GetProperty("tags").EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetString()!);
                var type = tags.GetValueOrDefault("railway") == "station" ? AmenityType.RailwayStation
                    : tags.GetValueOrDefault("amenity") == "bus_station" ? AmenityType.BusStation : AmenityType.Information;
                return Place(e.GetProperty("id").GetInt64(), tags["name"], type, tags);
            }),
        ];
    }
}
