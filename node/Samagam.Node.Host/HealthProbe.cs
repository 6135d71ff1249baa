using System.Globalization;
using Samagam.Trust;

namespace Samagam.Node.Host;

/// <summary>The health check of a container without a shell: asks and exits.</summary>
internal static class HealthProbe
{
    public static async Task<int> AskAsync(string folder)
    {
        var settings = NodeSettings.Load(folder);
        if (!settings.Ok)
        {
            Console.Error.WriteLine(settings.Reason);
            return 1;
        }
        var host = settings.Value.Listen is "0.0.0.0" or "::" ? "127.0.0.1" : settings.Value.Listen;
        var url = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{settings.Value.Ports.Http}/health/ready");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await client.GetAsync(new Uri(url)).ConfigureAwait(false);
            Console.WriteLine(await answer.Content.ReadAsStringAsync().ConfigureAwait(false));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
