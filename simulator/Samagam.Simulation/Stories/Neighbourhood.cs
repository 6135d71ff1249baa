using System.Globalization;
using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Net;

namespace Samagam.Simulation.Stories;

/// <summary>Places the boxes along the river and lays the links between them.</summary>
public static class Neighbourhood
{
    /// <summary>Ram Ghat, where the first box stands.</summary>
    public static readonly GeoPoint RamGhat = new(23.1844, 75.7652);

    public static (List<SimBox> Boxes, SimHub Hub) Build(Story story)
    {
        var options = story.Options;
        var luck = story.World.LuckOf("neighbourhood");
        var boxes = new List<SimBox>();
        for (var i = 0; i < options.Boxes; i++)
        {
            var node = new NodeId((ushort)(i + 1));
            var point = new GeoPoint(RamGhat.LatitudeDeg + (i / 3 * 0.004) + (luck.NextDouble() * 0.001), RamGhat.LongitudeDeg + (i % 3 * 0.004) + (luck.NextDouble() * 0.001));
            var name = string.Create(CultureInfo.InvariantCulture, $"box{i + 1}");
            boxes.Add(new SimBox(
                story,
                new Box(node, name, name, (ushort)(1 + (i / 3)), point, IsHub: false, story.Authority.CertificateOf(node)),
                name,
                new SimDisk($"{name}/1", new FactState()) { Lies = options.DisksLie })
            {
                DriftPpm = (luck.NextDouble() - 0.5) * 2 * options.DriftPpm,
                ClockTrusted = i >= options.BoxesFrom1970,
                WallOffset = i < options.BoxesFrom1970 ? null : TimeSpan.FromMilliseconds((luck.NextDouble() - 0.5) * 2 * options.ClockErrorMs),
            });
        }
        var hub = new SimHub(
            story,
            new Box(Story.HubNode, "hub", "hub", 0, RamGhat, IsHub: true, story.Authority.CertificateOf(Story.HubNode)),
            "hub",
            new SimDisk("hub/1", new FactState()));
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = i + 1; j < boxes.Count; j++)
            {
                if (AreNeighbours(options.Topology, i, j, boxes.Count))
                {
                    Lay(story, boxes[i], boxes[j]);
                }
            }
        }
        foreach (var box in boxes.OrderBy(_ => luck.Next()).Take(options.HubLinks).ToList())
        {
            Lay(story, box, hub);
        }
        return (boxes, hub);
    }

    /// <summary>A link with the weather of the story.</summary>
    public static SimLink Lay(Story story, SimStation a, SimStation b)
    {
        var link = story.Net.Connect(a, b);
        foreach (var way in link.Ways)
        {
            way.Loss = story.Options.Loss;
            way.Duplication = story.Options.Duplication;
            way.Reorders = story.Options.Reorders;
            way.MaxDelayMs = story.Options.MaxDelayMs;
            way.BytesPerSecond = story.Options.BytesPerSecond;
        }
        return link;
    }

    private static bool AreNeighbours(Topology topology, int i, int j, int count) => topology switch
    {
        Topology.Line => j == i + 1,
        Topology.Ring => j == i + 1 || (i == 0 && j == count - 1),
        Topology.Grid => j == i + 3 || (j == i + 1 && i % 3 != 2),
        _ => true,
    };
}
