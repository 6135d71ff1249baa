using Microsoft.Extensions.Logging;

namespace Samagam.Rpc;

/// <summary>What the server tells the operator. Ids 7000 to 7019.</summary>
internal static partial class RpcLog
{
    [LoggerMessage(7000, LogLevel.Error, "The handler of {Method} failed; its peer was told UNKNOWN")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception e);

    [LoggerMessage(7001, LogLevel.Debug, "{Method} ended with {Status}: {Detail}")]
    public static partial void CallRefused(ILogger logger, string method, RpcStatus status, string detail);
}
