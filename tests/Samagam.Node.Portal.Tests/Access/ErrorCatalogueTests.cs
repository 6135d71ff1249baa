using System.Text.RegularExpressions;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Access;

/// <summary>A code that is answered is in the catalogue, and what is in the catalogue is answered.</summary>
public sealed partial class ErrorCatalogueTests
{
    [Fact]
    public void Every_code_in_the_sources_is_in_the_catalogue_with_its_status()
    {
        var strange = new List<string>();
        foreach (var file in SourceTree.Files("node/Samagam.Node.Portal").Where(f => !f.EndsWith("/ApiError.cs", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            strange.AddRange(SaidByParts().Matches(text).Select(m => m.Groups["code"].Value).Where(c => ApiError.Find(c) is null).Select(c => $"{Path.GetFileName(file)}: {c}"));
            strange.AddRange(SaidWithStatus().Matches(text)
                .Where(m => ApiError.Find(m.Groups["code"].Value) is { } e && e.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) != m.Groups["status"].Value)
                .Select(m => $"{Path.GetFileName(file)}: {m.Value} has another status in the catalogue"));
        }
        Assert.True(strange.Count == 0, "not in ApiError: write a line there for each of\n" + string.Join('\n', strange.Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Every_documented_code_is_in_the_catalogue_and_every_code_of_the_catalogue_is_documented()
    {
        await using var box = await PortalBox.StartAsync();
        var calls = box.Endpoints.Select(e => e.Metadata.GetMetadata<ApiCall>()).OfType<ApiCall>().Distinct().ToList();
        Assert.Empty(calls.SelectMany(c => c.Errors.Where(code => ApiError.Find(code) is null).Select(code => $"{c.Name}: {code}")));
        var documented = box.Part<ApiSurface>().Read().SelectMany(o => o.Errors).Select(e => e.Code).ToHashSet();
        Assert.Empty(ApiError.All.Where(e => !e.IsGeneral && !documented.Contains(e.Code)).Select(e => e.Code));
    }

    [Fact]
    public void An_error_says_what_it_means_and_what_to_do_and_its_code_is_a_word()
    {
        Assert.True(ApiError.All.Count() > 30);
        foreach (var error in ApiError.All)
        {
            Assert.Matches("^[A-Z]+(_[A-Z]+)*$", error.Code);
            Assert.Contains(error.Status, (int[])[400, 401, 403, 404, 405, 409, 413, 415, 416, 422, 429, 500, 503]);
            Assert.EndsWith(".", error.Means, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Remedy, StringComparison.Ordinal);
            Assert.StartsWith("Error", error.Message.ToString(), StringComparison.Ordinal);
        }
        // Each stands in a field of its own name, so that whoever knows the code finds it.
        foreach (var field in typeof(ApiError).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Where(f => f.FieldType == typeof(ApiError)))
        {
            Assert.Equal(((ApiError)field.GetValue(null)!).Code, Capitals().Replace(field.Name, "_$0").ToUpperInvariant());
        }
    }

    [Fact]
    public async Task An_error_leads_to_its_page()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var seen = await phone.GetAsync("/api/v1/no/such/call");
        Assert.Equal("</docs/errors/NO_SUCH_CALL>; rel=\"help\"", seen.Response.Headers.GetValues("Link").Single());
        Assert.Equal("/docs/errors/", ApiReply.HelpAt);
    }

    // An error by its parts: a code with a sentence beside it.
    [GeneratedRegex("""
        "(?<code>[A-Z]+(?:_[A-Z]+)+)",\s*(?:Say\.Error|\w+ \? Say\.Error)
        """, RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex SaidByParts();

    [GeneratedRegex("""
        StatusCodes\.Status(?<status>[0-9]{3})\w+,\s*"(?<code>[A-Z]+(?:_[A-Z]+)+)"
        """, RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex SaidWithStatus();

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capitals();
}
