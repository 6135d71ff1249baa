using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Reference;

public sealed partial class DocsPageTests
{
    [Fact]
    public async Task The_reference_tells_every_call_and_every_link_in_it_leads_somewhere()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        using var phone = box.Phone();
        var operations = box.Part<ApiSurface>().Read();
        var pages = new Dictionary<string, string>();
        var open = new Queue<string>(["/docs"]);
        while (open.TryDequeue(out var path))
        {
            var seen = await phone.GetAsync(path);
            Assert.True(seen.Status == HttpStatusCode.OK, path);
            pages[path] = seen.Text;
            foreach (var link in Links().Matches(seen.Text).Select(m => m.Groups[1].Value).Where(l => l.StartsWith("/docs", StringComparison.Ordinal) && !l.Contains('?', StringComparison.Ordinal)))
            {
                if (!pages.ContainsKey(link.Split('#')[0]) && !open.Contains(link.Split('#')[0]))
                {
                    open.Enqueue(link.Split('#')[0]);
                }
            }
        }
        foreach (var (path, text) in pages)
        {
            foreach (var link in Links().Matches(text).Select(m => m.Groups[1].Value).Where(l => l.Contains('#', StringComparison.Ordinal)))
            {
                Assert.Contains($"id=\"{link.Split('#')[1]}\"", pages[link.Split('#')[0]], StringComparison.Ordinal);
            }
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("""\son[a-z]+=|\sstyle=|javascript:""", text);
            Assert.Contains("width=device-width", text, StringComparison.Ordinal);
        }
        foreach (var o in operations)
        {
            var page = pages["/docs/" + o.Feature];
            Assert.Contains($"id=\"{o.Id}\"", page, StringComparison.Ordinal);
            Assert.Contains($"{o.Method} {o.Path}", pages["/docs"], StringComparison.Ordinal);
            Assert.Contains($"curl -X {o.Method} ", page, StringComparison.Ordinal);
        }
        Assert.Empty(ApiError.All.Select(e => "/docs/errors/" + e.Code).Except(pages.Keys));
    }

    [Fact]
    public async Task The_page_of_an_error_says_what_to_do_in_Hindi_too()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("hi");
        var page = (await phone.GetAsync("/docs/errors/NOT_SAVED")).Text;
        Assert.Contains("""<html lang="hi">""", page, StringComparison.Ordinal);
        Assert.Contains("क्या करें", page, StringComparison.Ordinal);
        foreach (var tag in (string[])["hi", "en", "mr", "gu", "bn", "ta", "te"])
        {
            Assert.Contains($"<li lang=\"{tag}\">", page, StringComparison.Ordinal);
        }
        foreach (var path in (string[])["/docs/errors/NO_SUCH_CODE", "/docs/nothing", "/docs/errors/%3Cscript%3E"])
        {
            var seen = await phone.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, seen.Status);
            Assert.DoesNotContain("<script>", seen.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_document_is_the_same_however_it_is_packed_and_is_not_sent_twice()
    {
        await using var box = await PortalBox.StartAsync();
        using var client = new HttpClient { BaseAddress = box.Address };
        var plain = await client.GetByteArrayAsync("/openapi/v1.json", PortalBox.Cancel);
        foreach (var (coding, unpack) in ((string, Func<Stream, Stream>)[])[("gzip", s => new GZipStream(s, CompressionMode.Decompress)), ("br", s => new BrotliStream(s, CompressionMode.Decompress))])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
            request.Headers.AcceptEncoding.ParseAdd(coding);
            using var seen = await client.SendAsync(request, PortalBox.Cancel);
            Assert.Equal(coding, seen.Content.Headers.ContentEncoding.Single());
            using var unpacked = new MemoryStream();
            await using var stream = unpack(await seen.Content.ReadAsStreamAsync(PortalBox.Cancel));
            await stream.CopyToAsync(unpacked, PortalBox.Cancel);
            Assert.True(plain.AsSpan().SequenceEqual(unpacked.ToArray()));
        }
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/openapi/v1.json"), PortalBox.Cancel);
        Assert.Equal(plain.Length, head.Content.Headers.ContentLength);
    }

    [GeneratedRegex("href=\"(/[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
