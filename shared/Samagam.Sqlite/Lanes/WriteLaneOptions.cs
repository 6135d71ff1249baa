namespace Samagam.Sqlite;

/// <summary>Limits of the write lanes. Lane numbers are those of the mesh: 0 life to 6 bulk.</summary>
public sealed class WriteLaneOptions
{
    /// <summary>Lanes, 0 first.</summary>
    public const int LaneCount = 7;

    /// <summary>Lanes up to this one are synced to the disk before they are acknowledged, and wait for room; those
    /// after it may be shed, and may lose their last moments in a power cut (never in a crash of the process).</summary>
    public const int LastDurableLane = 3;

    /// <summary>Works waiting in one lane, 1 to 1,000,000.</summary>
    public int QueueCapacity { get; set; } = 4096;

    /// <summary>Works in one commit, 1 to 10,000.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>A batch takes no further work after this long, up to 1 s.</summary>
    public TimeSpan BatchTime { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Of <see cref="BatchTime"/>, what lanes after <see cref="LastDurableLane"/> may take in a batch that
    /// durable lanes wait for: nothing starves, and life waits no longer than this and one work.</summary>
    public TimeSpan ShedLaneTime { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>WAL pages after which they are moved into the file, after the answers are out.</summary>
    public int CheckpointPages { get; set; } = 1000;

    /// <summary>While less than this is free on the disk, lanes after <see cref="LastDurableLane"/> are refused as disk
    /// full, so that life finds room. 0 switches it off.</summary>
    public long ReserveBytes { get; set; } = 64 << 20;

    /// <summary>Name of this store in metrics.</summary>
    public string Name { get; set; } = "store";

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        SqliteOptions.Require(QueueCapacity is >= 1 and <= 1_000_000, nameof(QueueCapacity), QueueCapacity);
        SqliteOptions.Require(MaxBatch is >= 1 and <= 10_000, nameof(MaxBatch), MaxBatch);
        SqliteOptions.Require(BatchTime > TimeSpan.Zero && BatchTime <= TimeSpan.FromSeconds(1), nameof(BatchTime), BatchTime);
        SqliteOptions.Require(ShedLaneTime >= TimeSpan.Zero && ShedLaneTime <= BatchTime, nameof(ShedLaneTime), ShedLaneTime);
        SqliteOptions.Require(CheckpointPages is >= 16 and <= 1_000_000, nameof(CheckpointPages), CheckpointPages);
        SqliteOptions.Require(ReserveBytes >= 0, nameof(ReserveBytes), ReserveBytes);
        SqliteOptions.Require(Name.Length is >= 1 and <= 64, nameof(Name), Name);
    }
}
