using Microsoft.Extensions.Logging;

namespace Samagam.Node.Portal.Duty;

/// <summary>Log lines of the volunteer page, ids 4200 to 4299. Ids of cases and vouchers only: never a name, a number or a place.</summary>
internal static partial class DutyLog
{
    [LoggerMessage(4200, LogLevel.Information, "Responder {Responder} has looked at the caller's words of case {Case} ({Stage})")]
    public static partial void DetailsSeen(ILogger logger, string responder, string @case, OfferStage stage);

    [LoggerMessage(4201, LogLevel.Information, "Responder {Responder} has entered with a voucher")]
    public static partial void Entered(ILogger logger, string responder);

    [LoggerMessage(4202, LogLevel.Warning, "A voucher was refused at the volunteer page")]
    public static partial void EntryRefused(ILogger logger);
}
