using System.Text.RegularExpressions;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Http;

public sealed partial class ErrorLanguageTests
{
    private static readonly string[] Seven = ["hi", "en", "bn", "gu", "mr", "ta", "te"];

    [Fact]
    public void Every_error_is_said_in_seven_languages_with_the_same_holes_and_in_the_letters_of_each()
    {
        var all = new Languages().OfErrors;
        Assert.Equal(Seven, all.Select(w => w.Tag));
        var english = all.Single(w => w.Tag == "en");
        var faults = new List<string>();
        foreach (var say in Enum.GetValues<Say>().Where(s => s.ToString().StartsWith("Error", StringComparison.Ordinal)))
        {
            foreach (var w in all.Where(w => w.Tag != "en"))
            {
                if (w[say] == english[say])
                {
                    faults.Add($"{w.Tag}: {say} is missing");
                }
                else if (!w[say].Any(c => c >= First(w.Tag) && c < First(w.Tag) + 0x80))
                {
                    faults.Add($"{w.Tag}: {say} is in other letters");
                }
                if (!Holes(w[say]).SequenceEqual(Holes(english[say])))
                {
                    faults.Add($"{w.Tag}: {say} has other holes");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("ta", "ta")]
    [InlineData("gu-IN,hi;q=0.5", "gu")]
    [InlineData("fr,te;q=0.2", "te")]
    [InlineData("fr", "en")]
    [InlineData("hi", "hi")]
    public async Task An_error_is_said_in_the_language_that_was_asked_for(string accept, string expected)
    {
        await using var box = await PortalBox.StartAsync();
        using var client = new HttpClient { BaseAddress = box.Address };
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/sessions");
        request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        using var answer = await client.SendAsync(request, PortalBox.Cancel);
        Assert.Equal(expected, answer.Content.Headers.ContentLanguage.Single());
        var said = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(PortalBox.Cancel)).RootElement.GetProperty("error");
        Assert.Equal(new Languages().OfErrors.Single(w => w.Tag == expected)[ApiError.NotSignedIn.Message], said.GetProperty("message").GetString());
    }

    // Where the script of a language begins (Unicode blocks).
    private static char First(string tag) => tag switch { "bn" => '\u0980', "gu" => '\u0A80', "ta" => '\u0B80', "te" => '\u0C00', _ => '\u0900' };

    private static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();
}
