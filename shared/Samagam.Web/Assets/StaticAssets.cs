using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Web.Requests;

namespace Samagam.Web.Assets;

/// <summary>
/// Style sheets, scripts and pictures that are embedded in an assembly, each served under a name that holds its content hash: cached for ever,
/// changed by changing its name. Compressed once, at start.
/// </summary>
public sealed class StaticAssets
{
    /// <summary>Largest single asset and most assets: this is the page's own furniture, not a file server.</summary>
    public const int MaxBytes = 1024 * 1024;
    public const int MaxAssets = 256;

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".json"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
        [".woff2"] = "font/woff2",
        [".mp3"] = "audio/mpeg",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _root;
    private readonly FrozenDictionary<string, Asset> _byName;
    private readonly FrozenDictionary<string, Asset> _byUrlName;

    private StaticAssets(string root, IReadOnlyCollection<Asset> assets)
    {
        _root = root;
        _byName = assets.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
        _byUrlName = assets.ToFrozenDictionary(a => a.UrlName, StringComparer.Ordinal);
    }

    /// <summary>
    /// Reads the embedded resources whose logical name starts with <paramref name="prefix"/> (set <c>LogicalName="assets/%(Filename)%(Extension)"</c>).
    /// Throws <see cref="InvalidDataException"/> for an asset of unknown type or beyond the limits: a fault of the build.
    /// </summary>
    /// <param name="root">Path they are served under, for example <c>/assets</c>.</param>
    public static StaticAssets Of(Assembly assembly, string prefix, string root)
    {
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (names.Count > MaxAssets)
        {
            throw new InvalidDataException($"{names.Count} assets, at most {MaxAssets}");
        }
        return new StaticAssets(root, names.ConvertAll(n => Read(assembly, n, n[prefix.Length..])));
    }

    /// <summary>Where the asset is to be asked for, hash included. Throws <see cref="KeyNotFoundException"/> for a name that was not embedded.</summary>
    public string UrlOf(string name) => $"{_root}/{_byName[name].UrlName}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(_root + "/{name}", [HttpMethods.Get, HttpMethods.Head], SendAsync);

    private async Task SendAsync(HttpContext http)
    {
        var name = http.Request.RouteValues["name"] as string ?? "";
        var hashed = _byUrlName.TryGetValue(name, out var asset);
        if (!hashed && !_byName.TryGetValue(name, out asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var headers = http.Response.Headers;
        headers.ETag = asset!.ETag;
        headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch.ToString().Split(',').Any(t => t.Trim() == asset.ETag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var (bytes, encoding) = Answer.Accepts(http.Request, "br") ? (asset.Brotli, "br") : Answer.Accepts(http.Request, "gzip") ? (asset.Gzip, "gzip") : (asset.Plain, null);
        if (encoding is null || bytes.Length >= asset.Plain.Length)
        {
            bytes = asset.Plain;
        }
        else
        {
            headers.ContentEncoding = encoding;
        }
        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Asset Read(Assembly assembly, string resource, string name)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        if (stream.Length > MaxBytes)
        {
            throw new InvalidDataException($"asset {name} has {stream.Length} bytes, at most {MaxBytes}");
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var extension = Path.GetExtension(name);
        if (!Types.TryGetValue(extension, out var type))
        {
            throw new InvalidDataException($"asset {name} is of a type that is not served");
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        return new Asset(
            name,
            $"{Path.GetFileNameWithoutExtension(name)}.{hash}{extension}",
            type,
            $"\"{hash}\"",
            bytes,
            Compress(bytes, to => new GZipStream(to, CompressionLevel.SmallestSize)),
            Compress(bytes, to => new BrotliStream(to, CompressionLevel.SmallestSize)));
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> over)
    {
        using var compressed = new MemoryStream();
        using (var stream = over(compressed))
        {
            stream.Write(bytes);
        }
        return compressed.ToArray();
    }

    private sealed record Asset(string Name, string UrlName, string Type, string ETag, byte[] Plain, byte[] Gzip, byte[] Brotli);
}
