using System.Security.Cryptography;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Routing;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed class RouteBookTests
{
    private static readonly RouteQuestion Question = new([new(23.1850, 75.7600), new(23.1850, 75.7700)], WalkMetric.Crowd, []);
    private static readonly RouteFound Found = Assert.IsType<RouteFound>(TwinBridges.Load().Usual.Route(Question.Stops, Question.Metric, Question.Avoid));

    [Fact]
    public void As_many_routes_are_kept_as_the_limit_says_and_then_the_oldest_goes()
    {
        var book = new RouteBook(new PortalOptions(), new ManualTime(), RandomNumberGenerator.Create());
        var ids = Enumerable.Range(0, new PortalOptions().MaxRoutesKept).Select(_ => Keep(book)).ToList();
        Assert.All(ids, id => Assert.NotNull(book.Find(id)));
        ids.Add(Keep(book));
        Assert.Null(book.Find(ids[0]));
        Assert.All(ids.Skip(1), id => Assert.NotNull(book.Find(id)));
    }

    [Fact]
    public void A_route_is_kept_for_an_hour()
    {
        var time = new ManualTime();
        var book = new RouteBook(new PortalOptions(), time, RandomNumberGenerator.Create());
        var id = Keep(book);
        time.Advance(RouteBook.Life - TimeSpan.FromSeconds(1));
        Assert.NotNull(book.Find(id));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(book.Find(id));
    }

    [Fact]
    public async Task Many_who_ask_at_once_all_find_theirs_again()
    {
        var book = new RouteBook(new PortalOptions(), new ManualTime(), RandomNumberGenerator.Create());
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, new PortalOptions().MaxRoutesKept / 8).Select(_ => Keep(book)).ToList(), PortalBox.Cancel)));
        Assert.All(ids.SelectMany(i => i), id => Assert.Equal(id, book.Find(id)?.Id));
    }

    private static readonly MapSnapshot Town = SampleTown.Load();

    private static string Keep(RouteBook book) => book.Keep(Question, Found, Town.Usual, "en").Id;
}
