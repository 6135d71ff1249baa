using System.Text;
using Samagam.Core.Content;
using Samagam.Wire.Content;

namespace Samagam.Wire.Tests.Content;

/// <summary>The sample pack as whoever reads it has a right to find it.</summary>
public sealed class SampleContentTests
{
    private static readonly ContentPack Sample = SampleContent.Load();

    [Fact]
    public void The_manifest_built_in_is_the_one_its_files_and_words_give()
    {
        var files = Sample.Manifest.Files.Select(f => ContentPackWriter.Describe(f.Name, SampleContent.File(f.Name)));
        var right = ContentPackWriter.Manifest(Sample.Manifest with { Files = [.. files] });
        Assert.Equal(Encoding.UTF8.GetString(right), Encoding.UTF8.GetString(SampleContent.File(ContentPackReader.ManifestFile)));
    }

    [Fact]
    public void It_has_places_of_every_kind_and_a_plan_for_every_pilgrim()
    {
        Assert.True(Sample.Manifest.IsSample);
        Assert.InRange(Sample.Pois.Count, 25, 100);
        Assert.Equal(Enum.GetValues<PoiCategory>(), Sample.Pois.Select(p => p.Category).Distinct().Order());
        Assert.Equal(Enum.GetValues<PilgrimType>(), Sample.Itineraries.Select(i => i.PilgrimType).Distinct().Order());
        Assert.Equal(Sample.Pois.Count, Sample.Pois.Select(p => p.NameHi).Distinct().Count());
    }

    [Fact]
    public void Every_text_is_there_in_Hindi_without_Latin_letters_and_in_English_without_Devanagari()
    {
        var texts = Sample.Pois.SelectMany(p => ((string Id, string Hi, string En)[])[(p.Id, p.NameHi, p.Name), (p.Id, p.DescriptionHi, p.Description), (p.Id, p.CautionHi, p.Caution)])
            .Concat(Sample.Itineraries.SelectMany(i => ((string Id, string Hi, string En)[])[(i.Id, i.NameHi, i.Name), (i.Id, i.DescriptionHi, i.Description)]))
            .Append(("manifest", Sample.Manifest.TitleHi, Sample.Manifest.Title));
        foreach (var (id, hi, en) in texts)
        {
            Assert.False(hi.Any(char.IsAsciiLetter), $"{id}: {hi}");
            Assert.False(en.AsSpan().ContainsAnyInRange('\u0900', '\u097F'), $"{id}: {en}");
            Assert.True(hi.Length == 0 == (en.Length == 0) && (hi.Length == 0 || hi.AsSpan().ContainsAnyInRange('\u0900', '\u097F')), $"{id}: one language only");
        }
    }

    [Fact]
    public void Every_ghat_says_what_to_take_care_of() =>
        Assert.All(Sample.Pois.Where(p => p.Category == PoiCategory.Ghat), p => Assert.True(p.Caution.Length > 0, p.Id));
}
