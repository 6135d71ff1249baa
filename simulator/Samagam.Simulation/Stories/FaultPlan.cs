using System.Globalization;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Net;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Stories;

/// <summary>The faults of a story: which, when, for how long, all from its luck; and their end.</summary>
public sealed class FaultPlan
{
    private readonly Story _story;
    private readonly Random _luck;
    private readonly List<Action> _kinds = [];
    private readonly SortedDictionary<string, SimDisk> _backups = new(StringComparer.Ordinal);
    private readonly List<(SimStation Twin, SimLink Link)> _guests = [];
    private int _disks = 1;
    private bool _healed;

    public FaultPlan(Story story)
    {
        (_story, _luck) = (story, story.World.LuckOf("faults"));
        Add(4, Crash);
        Add(3, ArmCommitPoint);
        Add(2, ArmSend);
        Add(3, CutLink);
        Add(2, CutOneWay);
        Add(1, Flap);
        Add(1, Partition);
        Add(2, CrashHub);
        AddIf(story.Options.DiskFaults, 2, FillDisk);
        AddIf(story.Options.DiskFaults, 2, FailSyncs);
        AddIf(story.Options.DiskFaults, 2, SlowDisk);
        AddIf(story.Options.DisksDie, 1, Rot);
        AddIf(story.Options.OldBackups, 2, RestoreBackup);
        AddIf(story.Options.HubDeleted, 2, DeleteHub);
        AddIf(story.Options.ClocksJump, 2, JumpClock);
        AddIf(story.Options.Poison, 3, PoisonLink);
        AddIf(story.Options.Twin, 1, BringTwin);
    }

    /// <summary>When the last fault ended, or now while any lasts.</summary>
    public long LastTroubleMs { get; private set; }

    public void Begin()
    {
        if (_story.Options.FaultEveryMs <= 0)
        {
            _story.World.Marks.See("story: without any fault");
            return;
        }
        TakeBackups();
        Next();
    }

    /// <summary>Everything is mended: power, links, disks. What was lost stays lost.</summary>
    public void Heal()
    {
        _healed = true;
        Trouble();
        foreach (var (twin, link) in _guests)
        {
            twin.Crash("twin found and switched off");
            link.Removed = true;
        }
        foreach (var link in _story.Net.Links)
        {
            link.PoisonNext = false;
            foreach (var way in link.Ways)
            {
                way.Cut = false;
                way.Loss = Math.Min(way.Loss, 0.2);
            }
        }
        foreach (var station in _story.Stations)
        {
            station.Doom = null;
            station.DoomAtSend = false;
            Mend(station);
            station.Boot();
        }
    }

    private void Add(int weight, Action fault)
    {
        for (var i = 0; i < weight; i++)
        {
            _kinds.Add(fault);
        }
    }

    private void AddIf(bool drawn, int weight, Action fault) => Add(drawn ? weight : 0, fault);

    private void Next() => _story.World.AfterMs(-Math.Log(1 - _luck.NextDouble()) * _story.Options.FaultEveryMs, () =>
    {
        if (!_healed)
        {
            Trouble();
            _kinds[_luck.Next(_kinds.Count)]();
            Next();
        }
    });

    private void Trouble() => LastTroubleMs = Math.Max(LastTroubleMs, _story.World.NowMs);

    /// <summary>Undoes a fault after a while, unless healing has done so already.</summary>
    private void Later(int minMs, int maxMs, Action undo)
    {
        var after = _luck.Next(minMs, maxMs);
        LastTroubleMs = Math.Max(LastTroubleMs, _story.World.NowMs + after);
        _story.World.AfterMs(after, () =>
        {
            if (!_healed)
            {
                undo();
            }
        });
    }

    private SimBox AnyBox() => _story.Boxes[_luck.Next(_story.Boxes.Count)];

    private SimLink AnyLink() => _story.Net.Links[_luck.Next(_story.Net.Links.Count)];

    private SimStation AnyStation() => _luck.Next(5) == 0 ? _story.Hub : AnyBox();

    private string NextDisk(SimStation of) => string.Create(CultureInfo.InvariantCulture, $"{of.Name}/{++_disks}");

    private void Crash()
    {
        var box = AnyBox();
        _story.World.Marks.See("crash: kill -9");
        box.Crash("killed");
        Later(100, 15_000, box.Boot);
    }

    private void CrashHub()
    {
        _story.World.Marks.See("hub: killed");
        _story.Hub.Crash("killed");
        Later(500, 20_000, _story.Hub.Boot);
    }

    private void ArmCommitPoint()
    {
        AnyStation().Doom = (CommitPoint)_luck.Next(3);
        LastTroubleMs = long.MaxValue / 2;
    }

    private void ArmSend()
    {
        AnyStation().DoomAtSend = true;
        LastTroubleMs = long.MaxValue / 2;
    }

    private void CutLink()
    {
        var link = AnyLink();
        _story.World.Marks.See("net: a link was cut");
        Cut(link, both: true);
        if (_luck.Next(2) == 0)
        {
            link.Break();
        }
        Later(500, 20_000, () => Splice(link));
    }

    private void CutOneWay()
    {
        var link = AnyLink();
        _story.World.Marks.See("net: a link went one-way");
        Cut(link, both: false);
        Later(500, 20_000, () => Splice(link));
    }

    private void Flap()
    {
        var link = AnyLink();
        _story.World.Marks.See("net: a link flapped");
        for (var i = 0; i < 6; i++)
        {
            var cut = i % 2 == 0;
            Later((i * 400) + 1, (i * 400) + 300, () =>
            {
                if (cut)
                {
                    Cut(link, both: true);
                    link.Break();
                }
                else
                {
                    Splice(link);
                }
            });
        }
        Later(3_000, 4_000, () => Splice(link));
    }

    private void Partition()
    {
        var island = _story.Stations.Where(_ => _luck.Next(2) == 0).ToHashSet();
        var across = _story.Net.Links.Where(l => island.Contains((SimStation)l.Ends[0]) != island.Contains((SimStation)l.Ends[1])).ToList();
        if (across.Count == 0)
        {
            return;
        }
        _story.World.Marks.See("net: the mesh was split");
        _story.Trace($"split: {string.Join(' ', island.Select(s => s.Name).Order(StringComparer.Ordinal))}");
        across.ForEach(l => Cut(l, both: true));
        Later(2_000, 40_000, () => across.ForEach(Splice));
    }

    private void Cut(SimLink link, bool both)
    {
        _story.Trace($"cut {link.Ends[0]}-{link.Ends[1]}{(both ? "" : " one way")}");
        link.Ways[0].Cut = true;
        link.Ways[1].Cut = both;
    }

    private void Splice(SimLink link)
    {
        link.Ways[0].Cut = link.Ways[1].Cut = false;
        Trouble();
    }

    private void FillDisk()
    {
        var station = AnyStation();
        _story.World.Marks.See("disk: full");
        station.Disk.Full = true;
        Later(1_000, 15_000, () => station.Disk.Full = false);
    }

    private void FailSyncs()
    {
        var station = AnyStation();
        _story.World.Marks.See("disk: a sync failed");
        station.Disk.FailingSyncs = _luck.Next(1, 5);
    }

    private void SlowDisk()
    {
        var station = AnyStation();
        _story.World.Marks.See("disk: slow");
        station.Disk.SyncMs = _luck.Next(50, 5_000);
        Later(1_000, 15_000, () => station.Disk.SyncMs = 2);
    }

    private static void Mend(SimStation station)
    {
        station.Disk.Full = false;
        station.Disk.FailingSyncs = 0;
        station.Disk.SyncMs = 2;
    }

    /// <summary>The file is damaged; a field tech brings a fresh disk.</summary>
    private void Rot()
    {
        var box = AnyBox();
        box.Crash("disk rots");
        box.Disk.Rotten = true;
        _story.World.Marks.See("disk: rotten, replaced by an empty one");
        box.Boot();
        Later(2_500, 12_000, () => Replace(box, new SimDisk(NextDisk(box), new FactState())));
        // Healing brings a fresh disk at once, if the tech has not come yet.
        _story.World.AfterMs(13_000, () =>
        {
            if (box.Disk.Rotten)
            {
                Replace(box, new SimDisk(NextDisk(box), new FactState()));
            }
        });
    }

    private void TakeBackups() => _story.World.Every(TimeSpan.FromSeconds(5), () =>
    {
        if (_story.Options.OldBackups && !_healed)
        {
            var station = AnyBox();
            _backups.TryAdd(station.Name, station.Disk.CopyAs("backup"));
        }
        return !_healed;
    });

    private void RestoreBackup()
    {
        if (_backups.Count == 0)
        {
            return;
        }
        var (name, backup) = _backups.ElementAt(_luck.Next(_backups.Count));
        var box = _story.Boxes.First(b => b.Name == name);
        _story.World.Marks.See("disk: restored from an old backup");
        Replace(box, backup.CopyAs(NextDisk(box)));
    }

    private void DeleteHub()
    {
        _story.World.Marks.See("hub: database deleted");
        Replace(_story.Hub, new SimDisk(NextDisk(_story.Hub), new FactState()));
    }

    private void Replace(SimStation station, SimDisk disk)
    {
        station.Crash("disk replaced");
        station.ReplaceDisk(disk);
        Later(500, 8_000, station.Boot);
    }

    private void JumpClock()
    {
        var box = AnyBox();
        var jump = _luck.Next(3) switch
        {
            0 => TimeSpan.FromDays(_luck.Next(-730, 730)),
            1 => TimeSpan.FromSeconds(_luck.Next(-120, 120)),
            _ => TimeSpan.FromHours(_luck.Next(-5, 5)),
        };
        _story.World.Marks.See("clock: jumped");
        box.WallOffset = (box.WallOffset ?? TimeSpan.Zero) + jump;
        if (box.Time is { } time)
        {
            time.WallAtBoot += jump;
        }
    }

    private void PoisonLink() => AnyLink().PoisonNext = true;

    /// <summary>A disk image is started on a second machine, at the other end of the mesh.</summary>
    private void BringTwin()
    {
        if (_guests.Count > 0)
        {
            return;
        }
        var box = AnyBox();
        var host = _story.Boxes.FirstOrDefault(b => b != box && !_story.Net.AreConnected(b.Node, box.Node));
        if (host is null)
        {
            return;
        }
        _story.World.Marks.See("identity: two boxes with one");
        var twin = new SimBox(_story, box.Self, box.Name + "'", box.Disk.CopyAs(NextDisk(box)));
        box.HasTwin = twin.HasTwin = true;
        _guests.Add((twin, Neighbourhood.Lay(_story, twin, host)));
        Later(1_000, 3_000, twin.Boot);
    }
}
