using Samagam.Core.Crowd;
using Samagam.Core.Gossip;
using Samagam.Core.Groups;
using Samagam.Core.Sos;

namespace Samagam.Simulation.Stories;

public enum Topology
{
    Line,
    Ring,
    Grid,
    Full,
}

/// <summary>Everything that is drawn for one story before it begins. Printed with a failing seed.</summary>
public sealed record StoryOptions
{
    public required int Seed { get; init; }
    public required int Boxes { get; init; }
    public required Topology Topology { get; init; }
    public required int HubLinks { get; init; }
    public required int Phones { get; init; }
    public required int Buttons { get; init; }
    public required int Volunteers { get; init; }

    /// <summary>Seconds in which faults strike.</summary>
    public required int ChaosSeconds { get; init; }

    /// <summary>Mean time between two faults; 0 for none.</summary>
    public required double FaultEveryMs { get; init; }
    public required double Loss { get; init; }
    public required double Duplication { get; init; }
    public required bool Reorders { get; init; }
    public required double MaxDelayMs { get; init; }

    /// <summary>Bytes per second of each link; 0 for no limit.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Boxes whose clock starts in 1970 and has no source of its own.</summary>
    public required int BoxesFrom1970 { get; init; }

    /// <summary>Largest error of a clock that is trusted all the same, ms.</summary>
    public required double ClockErrorMs { get; init; }
    public required double DriftPpm { get; init; }
    public required bool DiskFaults { get; init; }
    public required bool DisksDie { get; init; }
    public required bool OldBackups { get; init; }
    public required bool Twin { get; init; }
    public required bool HubDeleted { get; init; }
    public required bool ClocksJump { get; init; }
    public required bool Poison { get; init; }
    public required double MeshTickMs { get; init; }
    public required double DispatchTickMs { get; init; }
    public required double ReceiptTickMs { get; init; }
    public required GossipOptions Gossip { get; init; }
    public required DispatchOptions Dispatch { get; init; }

    /// <summary>Crowd is counted, orders are given and ways are asked.</summary>
    public required bool Paths { get; init; }
    public required CrowdOptions Crowd { get; init; }

    /// <summary>People with accounts say things of themselves and make groups.</summary>
    public required bool Pilgrims { get; init; }
    public required GroupOptions Groups { get; init; }

    /// <summary>Disks that lie about syncs: only to prove that the checkers notice. Never drawn.</summary>
    public bool DisksLie { get; init; }

    /// <summary>Time a healed mesh has to agree before it counts as broken, s.</summary>
    public int HealSeconds { get; init; } = 600;

    public static StoryOptions Draw(int seed)
    {
        // A salt, so that the options and the first subsystem do not share their luck.
        var luck = new Random(unchecked((seed * 48271) ^ 0x5A6A6A));
        var calm = luck.Next(12) == 0;
        // Luck of their own: what was drawn before they were thought of stays drawn.
        var paths = new Random(unchecked((seed * 16777619) ^ 0x7A115));
        var pilgrims = new Random(unchecked((seed * 40503) ^ 0x6A0B5));
        var stagger = luck.Next(3) switch { 0 => 2_000, 1 => 3_000, _ => 5_000 };
        return new StoryOptions
        {
            Seed = seed,
            Boxes = luck.Next(3, 10),
            Topology = (Topology)luck.Next(4),
            HubLinks = luck.Next(1, 3),
            Phones = luck.Next(1, 6),
            Buttons = luck.Next(0, 3),
            Volunteers = luck.Next(1, 7),
            ChaosSeconds = luck.Next(12, 45),
            FaultEveryMs = calm ? 0 : luck.Next(800, 8_000),
            Loss = luck.Next(3) switch { 0 => 0, 1 => luck.NextDouble() * 0.1, _ => luck.NextDouble() * 0.5 },
            Duplication = luck.Next(2) * luck.NextDouble() * 0.2,
            Reorders = luck.Next(2) == 0,
            MaxDelayMs = luck.Next(2) == 0 ? 5 : luck.Next(5, 200),
            BytesPerSecond = luck.Next(4) == 0 ? 8_000 * luck.Next(1, 8) : 0,
            BoxesFrom1970 = luck.Next(3) == 0 ? luck.Next(1, 3) : 0,
            ClockErrorMs = luck.Next(3) switch { 0 => 0, 1 => 500, _ => luck.Next(6) == 0 ? TimeSpan.FromDays(730).TotalMilliseconds : 30_000 },
            DriftPpm = luck.Next(2) * luck.Next(0, 200),
            DiskFaults = luck.Next(2) == 0,
            DisksDie = luck.Next(4) == 0,
            OldBackups = luck.Next(4) == 0,
            Twin = luck.Next(8) == 0,
            HubDeleted = luck.Next(4) == 0,
            ClocksJump = luck.Next(4) == 0,
            Poison = luck.Next(4) == 0,
            MeshTickMs = luck.Next(4) switch { 0 => 20, 1 => 60, 2 => 100, _ => 150 },
            DispatchTickMs = luck.Next(2) == 0 ? 200 : 500,
            ReceiptTickMs = luck.Next(2) == 0 ? 100 : 1_000,
            Gossip = new GossipOptions
            {
                HelloMs = luck.Next(3) switch { 0 => 300, 1 => 600, _ => 1_000 },
                RootEvery = luck.Next(2) == 0 ? 10 : 3,
                BudgetBytes = luck.Next(3) == 0 ? 4_096 : 256 * 1024,
                FrameBytes = luck.Next(3) == 0 ? 1_024 : 4_096,
                MaxPending = luck.Next(4) == 0 ? 4 : 2_048,
            },
            Paths = paths.Next(5) < 2,
            Pilgrims = pilgrims.Next(5) < 3,
            Groups = new GroupOptions { MaxMembers = pilgrims.Next(2, 5), MaxGroupsPerPerson = pilgrims.Next(1, 4) },
            Crowd = new CrowdOptions
            {
                FreshMs = paths.Next(2_000, 10_000),
                HalfLifeMs = paths.Next(2_000, 8_000),
                ForgottenMs = paths.Next(12_000, 30_000),
            },
            Dispatch = new DispatchOptions
            {
                RingSize = luck.Next(1, 4),
                WindowMs = luck.Next(3) switch { 0 => 30_000, 1 => 8_000, _ => 3_000 },
                StaggerMs = stagger,
                MinGraceMs = luck.Next(2) == 0 ? 60_000 : 4_000,
                RepeatMs = luck.Next(2) == 0 ? 60_000 : 8_000,
            },
        };
    }
}
