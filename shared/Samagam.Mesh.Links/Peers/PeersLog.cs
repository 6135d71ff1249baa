using Microsoft.Extensions.Logging;

namespace Samagam.Mesh.Links.Peers;

/// <summary>Events 2000 to 2099.</summary>
internal static partial class PeersLog
{
    [LoggerMessage(2000, LogLevel.Information, "Link with box {Peer} is open")]
    public static partial void Opened(ILogger logger, int peer);

    [LoggerMessage(2001, LogLevel.Information, "Link with box {Peer} has closed: {Reason}")]
    public static partial void Closed(ILogger logger, int peer, string reason);

    [LoggerMessage(2002, LogLevel.Debug, "Box {Peer} cannot be reached: {Reason}")]
    public static partial void Unreachable(ILogger logger, int peer, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "A stranger at the peers' door was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Taken a call for box {Peer}, which cannot write")]
    public static partial void Carried(ILogger logger, int peer);
}
