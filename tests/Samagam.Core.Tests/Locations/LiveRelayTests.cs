using Samagam.Core.Geo;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Locations;

/// <summary>Relays of several boxes, wired by hand; time and loss are the test's.</summary>
public sealed class LiveRelayTests
{
    private static readonly GroupId Family = new(new Guid("7d9f3a10-0000-4000-8000-000000000001"));
    private static readonly GroupId Others = new(new Guid("7d9f3a10-0000-4000-8000-000000000002"));
    private static readonly PersonId Asha = new(new Guid("7d9f3a10-0000-4000-8000-000000000003"));

    [Fact]
    public void A_place_goes_only_where_somebody_asked_and_once()
    {
        var net = new Net(new LocationOptions(), 5, (1, 2), (2, 3), (3, 4), (4, 1), (2, 5));
        net.Ask(3, Family);
        net.Tell(1, Place(1));
        Assert.Equal([(3, 1L)], net.Heard.Where(h => h.Box == 3));
        Assert.DoesNotContain(net.Heard, h => h.Box == 5);
        // By one of the two ways round, not by both.
        Assert.Equal(2, net.PlacesCarried);
        net.Tell(1, Place(2) with { Group = Others });
        Assert.Equal(2, net.PlacesCarried);
    }

    [Fact]
    public void An_asking_goes_so_many_boxes_far_and_no_farther()
    {
        var limits = new LocationOptions { MaxHops = 3 };
        var net = new Net(limits, 6, (1, 2), (2, 3), (3, 4), (4, 5), (5, 6));
        net.Ask(1, Family);
        net.Tell(5, Place(1));
        Assert.Equal([(1, 1L)], net.Heard.Where(h => h.Box == 1));
        net.Tell(6, Place(2));
        Assert.Single(net.Heard, h => h.Box == 1);
    }

    [Fact]
    public void An_asking_that_is_not_repeated_runs_out_and_an_old_place_goes_nowhere()
    {
        var net = new Net(new LocationOptions { AskEverySeconds = 10 }, 2, (1, 2));
        net.Ask(2, Family);
        net.NowMs += 29_999;
        net.Tell(1, Place(1));
        Assert.Single(net.Heard);
        net.NowMs += 1;
        net.Tell(1, Place(2));
        Assert.Single(net.Heard);
        net.Ask(2, Family);
        net.Send(1, 2, new LiveNews([], [Place(3) with { AgeMs = 30_000 }]));
        net.Send(1, 2, new LiveNews([], [Place(1)]));
        Assert.Single(net.Heard);
        Assert.Equal((1, 0), (net.CountsOf(2).Stale, net.CountsOf(2).NoRoom));
    }

    [Fact]
    public void A_neighbour_gets_no_more_bytes_a_second_than_its_budget()
    {
        var net = new Net(new LocationOptions { RelayBytesPerSecond = 1_024 }, 2, (1, 2));
        net.Ask(2, Family);
        for (var i = 1; i <= 50; i++)
        {
            net.Tell(1, Place(i));
        }
        Assert.Equal(16, net.Heard.Count);
        Assert.Equal(34, net.CountsOf(1).OverBudget);
        net.NowMs += 1_000;
        net.Tell(1, Place(51));
        Assert.Equal(17, net.Heard.Count);
    }

    [Fact]
    public void No_more_ways_back_are_kept_than_there_may_be()
    {
        var net = new Net(new LocationOptions { MaxAsked = 3 }, 2, (1, 2));
        net.Ask(2, [.. Enumerable.Range(1, 5).Select(i => new GroupId(new Guid(i, 0, 0, new byte[8])))]);
        Assert.Equal(2, net.CountsOf(1).NoRoom);
    }

    [Fact]
    public void In_any_mesh_with_any_loss_nothing_comes_twice_and_without_loss_all_in_reach_hear() => Seeds.ForEach(150, (_, luck) =>
    {
        var boxes = luck.Next(3, 12);
        var links = Enumerable.Range(2, boxes - 1).Select(b => (b, luck.Next(1, b))).Concat(Enumerable.Range(0, boxes).Select(_ => (luck.Next(1, boxes + 1), luck.Next(1, boxes + 1)))).ToArray();
        var loses = luck.Next(2) == 0;
        var net = new Net(new LocationOptions { MaxHops = 12 }, boxes, links) { Loses = () => loses && luck.Next(4) == 0 };
        var askers = Enumerable.Range(1, boxes).Where(_ => luck.Next(2) == 0).ToList();
        askers.ForEach(b => net.Ask(b, Family));
        var teller = luck.Next(1, boxes + 1);
        for (var i = 1; i <= 5; i++)
        {
            net.NowMs += 1_000;
            net.Tell(teller, Place(i));
        }
        Assert.Equal(net.Heard.Count, net.Heard.Distinct().Count());
        if (!loses)
        {
            Assert.All(askers.Where(b => b != teller), b => Assert.Equal(5, net.Heard.Count(h => h.Box == b)));
        }
    });

    private static LivePlace Place(long recordedMs) => new(Asha, Family, new GeoPoint(23.18, 75.77), 8, recordedMs, 0, 6);

    private sealed class Net
    {
        private readonly LiveRelay[] _relays;
        private readonly List<NodeId>[] _up;

        public Net(LocationOptions limits, int boxes, params (int A, int B)[] links)
        {
            _relays = [.. Enumerable.Range(0, boxes + 1).Select(i => new LiveRelay(new NodeId((ushort)i), limits))];
            _up = [.. Enumerable.Range(0, boxes + 1).Select(_ => new List<NodeId>())];
            foreach (var (a, b) in links.Where(l => l.A != l.B).Select(l => l.A < l.B ? l : (A: l.B, B: l.A)).Distinct())
            {
                _up[a].Add(new NodeId((ushort)b));
                _up[b].Add(new NodeId((ushort)a));
            }
        }

        public long NowMs { get; set; } = 1_000_000;
        public Func<bool> Loses { get; init; } = () => false;
        public List<(int Box, long RecordedMs)> Heard { get; } = [];
        public int PlacesCarried { get; private set; }

        public LiveRelayCounts CountsOf(int box) => _relays[box].Counts;

        public void Ask(int box, params GroupId[] groups) => Carry(box, _relays[box].Ask(groups, _up[box], NowMs, NowMs));

        public void Tell(int box, LivePlace place) => Carry(box, _relays[box].Tell([place], _up[box], NowMs));

        public void Send(int from, int to, LiveNews news) => Carry(from, [(new NodeId((ushort)to), news)]);

        private void Carry(int from, IReadOnlyList<(NodeId To, LiveNews News)> sends)
        {
            var wires = new Queue<(int From, NodeId To, LiveNews News)>(sends.Select(s => (from, s.To, s.News)));
            while (wires.TryDequeue(out var wire))
            {
                PlacesCarried += wire.News.Places.Count;
                if (Loses())
                {
                    continue;
                }
                var (on, here, _) = _relays[wire.To.Number].Take(new NodeId((ushort)wire.From), wire.News, _up[wire.To.Number], NowMs);
                Heard.AddRange(here.Select(h => ((int)wire.To.Number, h.RecordedMs)));
                foreach (var (to, news) in on)
                {
                    wires.Enqueue((wire.To.Number, to, news));
                }
            }
        }
    }
}
