using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// Style sheets and scripts, carried inside the assembly and named by their content, so that a phone may keep them for ever
/// and still gets a new one after an update.
/// </summary>
internal sealed class Assets
{
    private const string Prefix = "asset/";
    private readonly FrozenDictionary<string, string> _paths;
    private readonly FrozenDictionary<string, (byte[] Content, string Type)> _files;

    public Assets()
    {
        var paths = new Dictionary<string, string>();
        var files = new Dictionary<string, (byte[], string)>();
        var assembly = typeof(Assets).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var name = resource[Prefix.Length..];
            var dot = name.LastIndexOf('.');
            var hashed = $"{name[..dot]}.{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6))}{name[dot..]}";
            paths[name] = "/a/" + hashed;
            files[hashed] = (content, name[dot..] == ".css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8");
        }
        _paths = paths.ToFrozenDictionary();
        _files = files.ToFrozenDictionary();
    }

    /// <summary>The address of an asset by its plain name; throws for a name that is not in this build.</summary>
    public string PathOf(string name) => _paths[name];

    public Task ServeAsync(HttpContext http)
    {
        var name = http.Request.RouteValues["name"] as string ?? "";
        if (!_files.TryGetValue(name, out var file))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        http.Response.ContentType = file.Type;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(file.Content, http.RequestAborted).AsTask();
    }
}
