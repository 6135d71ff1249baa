using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Samagam.Core.Geo;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Sos;

/// <summary>Presses of phones that send something odd: each is a call for help, and each answer says what could not be read.</summary>
public sealed class OddPressTests
{
    private const string Alert = "/api/v1/emergency/alert";
    private const string Id = "0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e";
    private const string Fire = $$"""{"alertId":"{{Id}}","emergencyType":"fire","location":{"lat":23.186,"lng":75.767,"accuracy":5},"note":"roof"}""";

    public static readonly TheoryData<string, SosType, string?> Odd = new()
    {
        { "json", SosType.Fire, null },
        { "json with a mark and blanks", SosType.Fire, null },
        { "json as text/plain", SosType.Fire, null },
        { "json in UTF-16", SosType.Fire, null },
        { "json in UTF-16 without a mark", SosType.Fire, null },
        { "json in UTF-16, the other way round", SosType.Fire, null },
        { "form", SosType.Fire, null },
        { "64 fields", SosType.Fire, null },
        { "65 fields", SosType.Fire, "part" },
        { "json cut in a word", SosType.Fire, "part" },
        { "json cut in a number", SosType.Fire, "part" },
        { "json and more", SosType.Fire, "part" },
        { "json too deep", SosType.Fire, "part" },
        { "json cut at once", SosType.Unspecified, "nothing" },
        { "name that is no text", SosType.Unspecified, "nothing" },
        { "array", SosType.Unspecified, "nothing" },
        { "words", SosType.Unspecified, "nothing" },
        { "gzip", SosType.Unspecified, "nothing" },
        { "multipart", SosType.Unspecified, "nothing" },
        { "garbage", SosType.Unspecified, "nothing" },
        { "zeros", SosType.Unspecified, "nothing" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Whatever_comes_with_a_press_it_is_a_call_and_the_answer_says_what_was_not_read(string what, SosType type, string? unread)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        using var counted = new Counted(box.Meters);
        var json = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Post, Alert) { Content = Of(what) });
        Assert.Equal(HttpStatusCode.Created, json.Status);
        Assert.Equal(type, Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!.Type);
        var warning = json.Data.TryGetProperty("warning", out var said) ? said.GetProperty("code").GetString() : null;
        Assert.Equal(unread switch { null => null, "part" => "DETAILS_CUT", _ => "DETAILS_UNREADABLE" }, warning);
        Assert.Equal(unread is null, !json.Text.Contains("call 112", StringComparison.Ordinal));
        await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{json.Data.GetProperty("alertId").GetString()}/cancel", "{}");

        var form = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/sos") { Content = Of(what) });
        Assert.Equal(HttpStatusCode.SeeOther, form.Status);
        Assert.Equal(type, Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!.Type);
        var ladder = (await phone.GetAsync(form.Location!)).Text;
        Assert.Contains("Saved on this box", ladder, StringComparison.Ordinal);
        Assert.Equal(unread == "part", ladder.Contains("only a part of what came with it", StringComparison.Ordinal));
        Assert.Equal(unread == "nothing", ladder.Contains("nothing of what came with it", StringComparison.Ordinal));
        Assert.Equal(unread is null ? [] : [$"form {unread} whole", $"json {unread} whole"], counted.All);
    }

    [Fact]
    public async Task What_stood_whole_before_the_cut_is_kept_and_half_a_number_is_not()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        await phone.JsonAsync(HttpMethod.Post, Alert, """{"type":"fire","people":12,"poleCode":"RG-9","location":{"lat":23.186,"lng":75.7""");
        var raised = Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!;
        Assert.Equal((12, "RG-9", PlaceSource.Node), (raised.People, raised.PlaceLabel, raised.Place.Source));
    }

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    public async Task A_body_beyond_the_limit_is_a_call_of_which_the_beginning_was_read(int bytes, bool cut)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxBodyBytes = 4096 });
        var start = $$"""{"alertId":"{{Id}}","type":"fire","photo":""" + '"';
        foreach (var chunked in (bool[])[false, true])
        {
            using var phone = box.Phone();
            using var counted = new Counted(box.Meters);
            var request = new HttpRequestMessage(HttpMethod.Post, Alert) { Content = new StringContent(start.PadRight(bytes - 2, 'x') + "\"}") };
            request.Headers.TransferEncodingChunked = chunked;
            var answer = await phone.SendAsync(request);
            Assert.Equal(chunked ? HttpStatusCode.OK : HttpStatusCode.Created, answer.Status);
            Assert.Equal((Id, cut), (answer.Data.GetProperty("alertId").GetString(), answer.Data.TryGetProperty("warning", out _)));
            Assert.Equal(cut ? ["json part too-large"] : [], counted.All);
        }
        Assert.Equal(SosType.Fire, Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!.Type);
    }

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, "?read=part")]
    public async Task A_form_beyond_the_limit_is_a_call_without_the_field_that_was_cut(int bytes, string? said)
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { MaxBodyBytes = 4096 });
        using var phone = box.Phone();
        var start = $"id={Id}&type=fire&name=Sita&note=";
        var answer = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/sos") { Content = new StringContent(start.PadRight(bytes, 'x')) });
        Assert.Equal((HttpStatusCode.SeeOther, $"/sos/{Id}{said}"), (answer.Status, answer.Location));
        var raised = Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!;
        Assert.Equal(new SosDetails("Sita", "", said is null ? new string('x', 500) : ""), SealedDetails.Open(box.Log, box.Node.Vault, raised));
    }

    [Fact]
    public async Task Three_megabytes_in_one_go_still_get_their_answer()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Post, Alert, $$"""{"type":"medical","photo":"{{new string('x', 3 << 20)}}"}""");
        Assert.Equal((HttpStatusCode.Created, "DETAILS_CUT"), (answer.Status, answer.Data.GetProperty("warning").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/sos", $"id={Id}&type=fire&note=the ro")]
    [InlineData(Alert, $$"""{"alertId":"{{Id}}","type":"fire","note":"the ro""")]
    [InlineData(Alert, "")]
    public async Task A_phone_that_is_gone_before_its_last_byte_has_pressed(string path, string sent)
    {
        await using var box = await PortalBox.StartAsync();
        var raised = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        box.Node.Picture.OnChanged((picture, _) =>
        {
            if (picture.Sos.OpenIds.Count > 0)
            {
                raised.TrySetResult();
            }
        });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, box.Address.Port), PortalBox.Cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n{sent}"), PortalBox.Cancel);
        socket.Shutdown(SocketShutdown.Send);
        await raised.Task.WaitAsync(TimeSpan.FromSeconds(20), PortalBox.Cancel);
        Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
    }

    [Theory]
    [InlineData("PUT", HttpStatusCode.Created)]
    [InlineData("PATCH", HttpStatusCode.Created)]
    [InlineData("GET", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", HttpStatusCode.MethodNotAllowed)]
    public async Task Another_verb_that_writes_is_a_press_and_one_that_reads_is_not(string verb, HttpStatusCode status)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.SendAsync(new HttpRequestMessage(new HttpMethod(verb), Alert));
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == HttpStatusCode.Created ? 1 : 0, box.Node.Picture.Snapshot.Sos.Cases.Count);
        if (status == HttpStatusCode.MethodNotAllowed)
        {
            Assert.Equal(["POST", "PUT", "PATCH"], answer.Response.Content.Headers.Allow);
            Assert.Contains("call 112", answer.Text, StringComparison.Ordinal);
        }
    }

    private static ByteArrayContent Of(string what)
    {
        var text = Encoding.UTF8.GetBytes(Fire);
        var (bytes, type) = what switch
        {
            "json" => (text, "application/json"),
            "json with a mark and blanks" => ([0xEF, 0xBB, 0xBF, .. "\r\n "u8, .. text], "application/json"),
            "json as text/plain" => (text, "text/plain"),
            "json in UTF-16" => ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Fire)], "application/json"),
            "json in UTF-16 without a mark" => (Encoding.Unicode.GetBytes(Fire), "application/json"),
            "json in UTF-16, the other way round" => ([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Fire)], "application/json"),
            "form" => ("type=fire&note=roof"u8.ToArray(), "application/x-www-form-urlencoded"),
            "64 fields" => (Fields(64), "application/x-www-form-urlencoded"),
            "65 fields" => (Fields(65), "application/x-www-form-urlencoded"),
            "json cut in a word" => (text[..^3], "application/json"),
            "json cut in a number" => (Encoding.UTF8.GetBytes(Fire[..(Fire.IndexOf("75.7", StringComparison.Ordinal) + 3)]), "application/json"),
            "json and more" => ([.. text, .. " and more"u8], "application/json"),
            "json too deep" => (Encoding.UTF8.GetBytes(Fire[..^1] + ",\"deep\":" + new string('[', 40) + new string(']', 40) + "}"), "application/json"),
            "json cut at once" => ("{\"a\":"u8.ToArray(), "application/json"),
            "name that is no text" => ("""{"\ud800aaaaaaaa":1}"""u8.ToArray(), "application/json"),
            "array" => ("[]"u8.ToArray(), "application/json"),
            "words" => ("help us, second floor"u8.ToArray(), "text/plain"),
            "gzip" => (Packed(text), "application/json"),
            "multipart" => (Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nfire\r\n--b--\r\n"), "multipart/form-data"),
            "garbage" => (Garbage(), "application/octet-stream"),
            "zeros" => (new byte[300], "application/octet-stream"),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such body"),
        };
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static byte[] Fields(int count) => Encoding.ASCII.GetBytes("type=fire" + string.Concat(Enumerable.Range(1, count - 1).Select(i => $"&x{i}=1")));

    private static byte[] Garbage()
    {
        var bytes = new byte[300];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    /// <summary>Presses this box has counted as not understood: door, how much was read, how the body ended.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentBag<string> _seen = [];

        public Counted(IMeterFactory of)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "samagam.portal.sos_not_understood" && ReferenceEquals(instrument.Meter.Scope, of))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _seen.Add(string.Join(' ', tags.ToArray().Select(t => t.Value))));
            _listener.Start();
        }

        public IEnumerable<string> All => _seen.Order(StringComparer.Ordinal);

        public void Dispose() => _listener.Dispose();
    }
}
