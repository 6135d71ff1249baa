using Microsoft.Extensions.Logging;

namespace Samagam.BoxHost;

/// <summary>Events 1000 to 1099.</summary>
internal static partial class BoxLog
{
    [LoggerMessage(1000, LogLevel.Critical, "The store {Path} is damaged ({Reason}). It was kept as {Aside}; the box starts anew and is refilled by its neighbours. Keep the file: it may hold what nobody else has")]
    public static partial void Damaged(ILogger logger, string path, string reason, string aside);

    [LoggerMessage(1001, LogLevel.Critical, "The same fact identity with other content has arrived: a cloned box. {Count} kept apart so far")]
    public static partial void Cloned(ILogger logger, long count);

    [LoggerMessage(1002, LogLevel.Warning, "A peer was refused at the handshake: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "Revocations have grown to {Count}; links of revoked boxes are closed")]
    public static partial void RevocationsGrown(ILogger logger, int count);

    [LoggerMessage(1004, LogLevel.Error, "{File} in the inbox was not taken: {Reason}")]
    public static partial void InboxRefused(ILogger logger, string file, string reason);

    [LoggerMessage(1006, LogLevel.Critical, "This box keeps nothing: {Reason}")]
    public static partial void KeepsNothing(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Critical, "This box ends so that it is started anew: {Reason}")]
    public static partial void Ends(ILogger logger, string reason);

    [LoggerMessage(1008, LogLevel.Error, "{Count} rows of {Path} have rotted and were set aside in its table 'damaged'; the neighbours are asked for them again, and the box begins a new life: {Ids}")]
    public static partial void Mended(ILogger logger, string path, int count, string ids);

    [LoggerMessage(1005, LogLevel.Critical, "A pump of this box has ended by a fault; the box stops so that it is started anew")]
    public static partial void PumpFailed(ILogger logger, Exception fault);
}
