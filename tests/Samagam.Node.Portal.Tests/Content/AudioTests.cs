using System.Net;
using System.Net.Http.Headers;
using Samagam.Core.Content;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Wire.Content;

namespace Samagam.Node.Portal.Tests.Content;

/// <summary>What is told at a place, as a phone's player asks for it.</summary>
public sealed class AudioTests
{
    private const string Door = "/api/v1/pois/ram-ghat/audio?language=hi";
    private static readonly byte[] Sound = SampleContent.File("audio/ram-ghat.hi.mp3");

    [Fact]
    public async Task It_is_played_whole_in_ranges_and_not_sent_twice()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var whole = await phone.GetAsync(Door);
        Assert.Equal((HttpStatusCode.OK, "audio/mpeg", "hi", "bytes"), (whole.Status, whole.Response.Content.Headers.ContentType!.ToString(), whole.Response.Content.Headers.ContentLanguage.Single(), whole.Response.Headers.AcceptRanges.Single()));
        Assert.Equal(Sound, whole.Bytes);
        var tag = whole.Response.Headers.ETag!;
        Assert.False(tag.IsWeak);
        var part = await AskAsync(phone, HttpMethod.Get, r => r.Headers.Range = new RangeHeaderValue(100, 199));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 100-199/{Sound.Length}"), (part.Status, part.Response.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(Sound[100..200], part.Bytes);
        var tail = await AskAsync(phone, HttpMethod.Get, r => r.Headers.Range = new RangeHeaderValue(null, 10));
        Assert.Equal(Sound[^10..], tail.Bytes);
        var beyond = await AskAsync(phone, HttpMethod.Get, r => r.Headers.Range = new RangeHeaderValue(Sound.Length, null));
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{Sound.Length}", "RANGE_NOT_SATISFIABLE"), (beyond.Status, beyond.Response.Content.Headers.ContentRange!.ToString(), beyond.ErrorCode));
        // Another edition of the sound since: the whole of it, not a part that does not fit.
        var moved = await AskAsync(phone, HttpMethod.Get, r => (r.Headers.Range, r.Headers.IfRange) = (new RangeHeaderValue(100, 199), new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""))));
        Assert.Equal((HttpStatusCode.OK, Sound.Length), (moved.Status, moved.Bytes.Length));
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(phone, HttpMethod.Get, r => r.Headers.IfNoneMatch.Add(tag))).Status);
        var head = await AskAsync(phone, HttpMethod.Head, _ => { });
        Assert.Equal((HttpStatusCode.OK, (long?)Sound.Length, 0), (head.Status, head.Response.Content.Headers.ContentLength, head.Bytes.Length));
    }

    [Theory]
    [InlineData("pois/nowhere/audio", HttpStatusCode.NotFound, "POI_UNKNOWN")]
    [InlineData("pois/ram-ghat/audio?language=fr", HttpStatusCode.NotFound, "AUDIO_UNKNOWN")]
    [InlineData("pois/ram-ghat/audio?language=hi&language=en", HttpStatusCode.BadRequest, "INVALID_FIELD")]
    [InlineData("pois/ram-ghat/audio?speed=2", HttpStatusCode.BadRequest, "INVALID_FIELD")]
    public async Task What_is_not_there_is_said(string path, HttpStatusCode status, string code)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var seen = await phone.GetAsync("/api/v1/" + path);
        Assert.Equal((status, code), (seen.Status, seen.ErrorCode));
    }

    [Fact]
    public async Task A_place_says_what_can_be_heard_and_its_page_plays_it_without_script()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("hi");
        var audio = (await phone.GetAsync("/api/v1/pois/ram-ghat")).Data.GetProperty("audio");
        Assert.Equal(["en", "hi"], audio.EnumerateArray().Select(a => a.GetProperty("language").GetString()));
        var page = (await phone.GetAsync("/guide/ram-ghat")).Text;
        Assert.Contains("<audio controls preload=\"none\" src=\"/api/v1/pois/ram-ghat/audio?language=hi\">", page, StringComparison.Ordinal);
        Assert.Contains(audio[1].GetProperty("transcript").GetString()!, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal("hi", (await phone.GetAsync("/api/v1/pois/ram-ghat/audio")).Response.Content.Headers.ContentLanguage.Single());
    }

    [Fact]
    public void Every_place_of_the_sample_is_told_in_both_languages_and_all_of_it_is_small()
    {
        var pack = SampleContent.Load();
        Assert.All(pack.Pois, p => Assert.Equal(["en", "hi"], pack.AudioOf(p.Id).Select(a => a.Language)));
        foreach (var audio in pack.Audio)
        {
            var file = pack.File(audio.File)!;
            Assert.Equal(file, ContentPackWriter.Describe(file.Name, SampleContent.File(file.Name)));
            Assert.StartsWith(pack.Poi(audio.Poi)!.Name.Length > 0 && audio.Language == "en" ? pack.Poi(audio.Poi)!.Name : pack.Poi(audio.Poi)!.NameHi, audio.Transcript, StringComparison.Ordinal);
        }
        Assert.InRange(pack.Audio.Sum(a => pack.File(a.File)!.Bytes), 1, 3 * 1024 * 1024);
    }

    private static Task<Phone.Seen> AskAsync(Phone phone, HttpMethod method, Action<HttpRequestMessage> with)
    {
        var request = new HttpRequestMessage(method, Door);
        with(request);
        return phone.SendAsync(request);
    }
}
