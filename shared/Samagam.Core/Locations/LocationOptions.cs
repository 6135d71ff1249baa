namespace Samagam.Core.Locations;

/// <summary>What an operator may set of places of people. Metres, seconds; each default says its reason.</summary>
public sealed record LocationOptions
{
    /// <summary>Faster than this between two points nobody walks, nor is driven through a crowd: 15 m/s. Uncertainty of both points is allowed for.</summary>
    public double MaxSpeedMps { get; init; } = 15;

    /// <summary>A point less sure than this says nothing: 500 m, a phone that sees one mast.</summary>
    public double MaxAccuracyM { get; init; } = 500;

    /// <summary>How far ahead of the box a phone's clock may be: 60 s, as boxes allow each other.</summary>
    public int MaxAheadSeconds { get; init; } = 60;

    /// <summary>Oldest point of a live update: 120 s; older ones come in a batch.</summary>
    public int MaxLiveAgeSeconds { get; init; } = 120;

    /// <summary>Oldest point of a batch: 7 days without a box.</summary>
    public int MaxBatchAgeDays { get; init; } = 7;

    /// <summary>Most points of a batch: 500, half an hour of walking at a point every 4 s.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>Updates a second of one person: 10, by the API contract.</summary>
    public int UpdatesPerSecond { get; init; } = 10;

    /// <summary>How long a person's own place is current: 30 s, by the API contract. Nobody is shown an older one.</summary>
    public int OwnFreshSeconds { get; init; } = 30;

    /// <summary>How long it is remembered which fences a silent phone was in, and where it was, to judge its next point: 600 s, in memory only.</summary>
    public int RememberSeconds { get; init; } = 600;

    /// <summary>How long a place shown to a group is current: 10 s, by the API contract.</summary>
    public int GroupFreshSeconds { get; init; } = 10;

    /// <summary>Most people whose place is kept at a time, of this box and of others: 50,000, at about 300 bytes. Beyond, those heard of longest ago go.</summary>
    public int MaxLive { get; init; } = 50_000;

    /// <summary>Days a history is kept: 7.</summary>
    public int HistoryDays { get; init; } = 7;

    /// <summary>A history has no more than a point in this time, unless the walker went <see cref="HistoryMetres"/>: 30 s.</summary>
    public int HistorySeconds { get; init; } = 30;

    /// <summary>See <see cref="HistorySeconds"/>: 25 m.</summary>
    public double HistoryMetres { get; init; } = 25;

    /// <summary>Points of one kept piece of a history: 40, about twenty minutes.</summary>
    public int HistoryChunk { get; init; } = 40;

    /// <summary>A piece that is not full is kept after this: 300 s. So much a crash of the box can lose.</summary>
    public int HistoryFlushSeconds { get; init; } = 300;

    /// <summary>Most points of one person and day: 3,000.</summary>
    public int MaxHistoryPerDay { get; init; } = 3_000;

    /// <summary>Most geofences: 500.</summary>
    public int MaxFences { get; init; } = 500;

    /// <summary>Most corners of a geofence: 100.</summary>
    public int MaxFencePoints { get; init; } = 100;

    /// <summary>Longest name of a geofence: 80 UTF-16 units.</summary>
    public int MaxFenceName { get; init; } = 80;

    /// <summary>How far across a fence's edge one must be, on top of the point's own uncertainty, before it counts: 5 m.</summary>
    public double FenceMarginM { get; init; } = 5;

    /// <summary>Uncertainty counted at a fence at most: 50 m, else a poor phone would never enter anything.</summary>
    public double MaxFenceAccuracyM { get; init; } = 50;

    /// <summary>Boxes a live place passes beyond the first: 6.</summary>
    public int MaxHops { get; init; } = 6;

    /// <summary>Between two words of one person's place to other boxes: 1,000 ms.</summary>
    public int RelayEveryMs { get; init; } = 1_000;

    /// <summary>Most groups other boxes ask about that this box remembers, with who asks: 20,000.</summary>
    public int MaxAsked { get; init; } = 20_000;

    /// <summary>Between two askings for the places of a group: 10 s. An asking holds for three times that.</summary>
    public int AskEverySeconds { get; init; } = 10;

    /// <summary>Bytes a second of live places to one neighbour: 64 KiB; what is beyond is left out.</summary>
    public int RelayBytesPerSecond { get; init; } = 64 * 1024;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(MaxSpeedMps is >= 1 and <= 400, "Locations:MaxSpeedMps must be 1 to 400");
        Require(MaxAccuracyM is >= 10 and <= 100_000, "Locations:MaxAccuracyM must be 10 to 100000");
        Require(MaxAheadSeconds is >= 0 and <= 3_600 && MaxLiveAgeSeconds is >= 1 and <= 3_600, "Locations:MaxAheadSeconds and MaxLiveAgeSeconds must be at most an hour");
        Require(MaxBatchAgeDays is >= 1 and <= 60 && MaxBatch is >= 1 and <= 5_000, "Locations:MaxBatchAgeDays must be 1 to 60, MaxBatch 1 to 5000");
        Require(UpdatesPerSecond is >= 1 and <= 1_000, "Locations:UpdatesPerSecond must be 1 to 1000");
        Require(OwnFreshSeconds is >= 1 and <= 600 && GroupFreshSeconds >= 1 && GroupFreshSeconds <= OwnFreshSeconds, "Locations:GroupFreshSeconds must be 1 to OwnFreshSeconds, which is at most 600");
        Require(RememberSeconds >= OwnFreshSeconds && RememberSeconds <= 7_200, "Locations:RememberSeconds must be OwnFreshSeconds to 7200");
        Require(MaxLive is >= 1 and <= 5_000_000, "Locations:MaxLive must be 1 to 5000000");
        Require(HistoryDays is >= 1 and <= 90 && HistorySeconds is >= 1 and <= 3_600 && HistoryMetres is >= 1 and <= 10_000, "Locations:HistoryDays must be 1 to 90, HistorySeconds 1 to 3600, HistoryMetres 1 to 10000");
        Require(HistoryChunk is >= 1 and <= 200 && MaxHistoryPerDay >= HistoryChunk && MaxHistoryPerDay <= 100_000, "Locations:HistoryChunk must be 1 to 200, MaxHistoryPerDay at least that");
        Require(HistoryFlushSeconds is >= 1 and <= 3_600, "Locations:HistoryFlushSeconds must be 1 to 3600");
        Require(MaxFences is >= 1 and <= 10_000 && MaxFencePoints is >= 3 and <= 200 && MaxFenceName is >= 1 and <= 500, "Locations:MaxFences must be 1 to 10000, MaxFencePoints 3 to 200, MaxFenceName 1 to 500");
        Require(FenceMarginM is >= 0 and <= 1_000 && MaxFenceAccuracyM is >= 0 and <= 1_000, "Locations:FenceMarginM and MaxFenceAccuracyM must be 0 to 1000");
        Require(MaxHops is >= 0 and <= 50 && RelayEveryMs is >= 50 and <= 60_000 && MaxAsked is >= 1 and <= 1_000_000, "Locations:MaxHops must be 0 to 50, RelayEveryMs 50 to 60000, MaxAsked 1 to 1000000");
        Require(AskEverySeconds is >= 1 and <= 600 && RelayBytesPerSecond is >= 1_024 and <= 100_000_000, "Locations:AskEverySeconds must be 1 to 600, RelayBytesPerSecond at least 1024");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
