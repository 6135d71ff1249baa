using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Access;

public sealed class AccessTests
{
    [Fact]
    public async Task Every_call_of_the_API_says_what_it_is_and_who_may_make_it()
    {
        await using var box = await PortalBox.StartAsync();
        var endpoints = box.Endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal)).ToList();
        Assert.True(endpoints.Count > 25);
        Assert.All(endpoints, e => Assert.True(e.Metadata.GetMetadata<ApiCall>() is { Who: not Who.None }, $"{e.DisplayName} says nothing"));
    }

    [Fact]
    public async Task Names_of_calls_are_told_apart()
    {
        await using var box = await PortalBox.StartAsync();
        var names = box.Endpoints.Select(e => e.Metadata.GetMetadata<ApiCall>()?.Name).OfType<string>().ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
