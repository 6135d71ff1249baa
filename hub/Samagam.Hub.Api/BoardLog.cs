using Microsoft.Extensions.Logging;

namespace Samagam.Hub.Api;

/// <summary>Log lines of the board, 6100 to 6199. Ids only: no name, number, place or voucher.</summary>
internal static partial class BoardLog
{
    [LoggerMessage(6100, LogLevel.Information, "operator {Operator} entered")]
    public static partial void Entered(ILogger log, string @operator);

    [LoggerMessage(6101, LogLevel.Warning, "a voucher was not taken: {Reason}")]
    public static partial void EnterRefused(ILogger log, string reason);

    [LoggerMessage(6102, LogLevel.Information, "operator {Operator} looked at the details of case {Case}")]
    public static partial void Looked(ILogger log, string @operator, string @case);

    [LoggerMessage(6103, LogLevel.Information, "operator {Operator} ends case {Case}: {Outcome}")]
    public static partial void EndedCase(ILogger log, string @operator, string @case, Sos.EndCaseOutcome outcome);

    [LoggerMessage(6106, LogLevel.Information, "operator {Operator} gives order {Order} ({Effect}): {Outcome}")]
    public static partial void GaveOrder(ILogger log, string @operator, Guid order, Core.Orders.OrderEffect effect, Mesh.Orders.OrderOutcome outcome);

    [LoggerMessage(6107, LogLevel.Information, "operator {Operator} lifts order {Order}: {Outcome}")]
    public static partial void LiftedOrder(ILogger log, string @operator, Guid order, Mesh.Orders.OrderOutcome outcome);

    [LoggerMessage(6108, LogLevel.Information, "operator {Operator} reports how full zone {Zone} is: {Outcome}")]
    public static partial void ReportedCrowd(ILogger log, string @operator, string zone, Mesh.Crowd.CrowdOutcome outcome);

    [LoggerMessage(6109, LogLevel.Information, "operator {Operator} lets out warning {Warning} ({Type}): {Outcome}")]
    public static partial void IssuedWarning(ILogger log, string @operator, string warning, Core.Warnings.WarningMsgType type, Mesh.Warnings.WarningOutcome outcome);

    [LoggerMessage(6110, LogLevel.Information, "operator {Operator} ends warning {Warning}: {Outcome}")]
    public static partial void EndedWarning(ILogger log, string @operator, string warning, Mesh.Warnings.WarningOutcome outcome);

    [LoggerMessage(6104, LogLevel.Error, "a request broke: {Path}")]
    public static partial void Broke(ILogger log, string path, Exception error);

    [LoggerMessage(6105, LogLevel.Warning, "the store refused a read: {Reason}")]
    public static partial void StoreRefused(ILogger log, string reason);
}
