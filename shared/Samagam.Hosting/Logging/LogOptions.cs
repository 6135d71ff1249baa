using Microsoft.Extensions.Logging;

namespace Samagam.Hosting;

/// <summary>Where logs go and how much of the disk they may take.</summary>
public sealed class LogOptions
{
    /// <summary>Field <c>service</c> of every line: <c>node</c>, <c>hub</c>. Also the start of the file names.</summary>
    public string Service { get; set; } = "samagam";

    /// <summary>Field <c>node</c> of every line: the name of this box.</summary>
    public string Node { get; set; } = "";

    /// <summary>Folder of the JSON lines, made when missing; null writes none.</summary>
    public string? Folder { get; set; }

    /// <summary>Least level that is kept.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;

    /// <summary>Least level shown on the console.</summary>
    public LogLevel ConsoleLevel { get; set; } = LogLevel.Information;

    /// <summary>Least level for the framework's own categories (<c>Microsoft</c>, <c>System</c>), which are chatty.</summary>
    public LogLevel FrameworkLevel { get; set; } = LogLevel.Warning;

    /// <summary>A file beyond this is followed by another of the same day; 64 KiB to 1 GiB.</summary>
    public long MaxFileBytes { get; set; } = 32 << 20;

    /// <summary>Days a file is kept, 1 to 366.</summary>
    public int KeptDays { get; set; } = 30;

    /// <summary>Files kept, 1 to 1,000; with <see cref="MaxFileBytes"/> the room logs may take (2 GiB by default).</summary>
    public int KeptFiles { get; set; } = 64;

    /// <summary>Lines waiting for the disk, 16 to 1,000,000; beyond them lines are dropped and counted.</summary>
    public int QueuedLines { get; set; } = 10_000;

    /// <summary>Characters of a message, of one property and of an exception that are kept, 64 to 100,000.</summary>
    public int MaxTextChars { get; set; } = 4_000;

    /// <summary>Properties of a line that are kept, 1 to 200.</summary>
    public int MaxProperties { get; set; } = 32;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Limits.Require(Service.Length is >= 1 and <= 64 && !Service.AsSpan().ContainsAny('/', '\\', '\0'), nameof(Service), Service);
        Limits.Require(Node.Length <= 64, nameof(Node), Node);
        Limits.Require(MaxFileBytes is >= 64 << 10 and <= 1 << 30, nameof(MaxFileBytes), MaxFileBytes);
        Limits.Require(KeptDays is >= 1 and <= 366, nameof(KeptDays), KeptDays);
        Limits.Require(KeptFiles is >= 1 and <= 1000, nameof(KeptFiles), KeptFiles);
        Limits.Require(QueuedLines is >= 16 and <= 1_000_000, nameof(QueuedLines), QueuedLines);
        Limits.Require(MaxTextChars is >= 64 and <= 100_000, nameof(MaxTextChars), MaxTextChars);
        Limits.Require(MaxProperties is >= 1 and <= 200, nameof(MaxProperties), MaxProperties);
    }
}
