using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Samagam.Node.Portal.Access;

namespace Samagam.Node.Portal.Http;

/// <summary>A mistake of ours behind a call of the API: logged with its request id, and answered in the shape of every other error.</summary>
internal sealed partial class ApiFaults(ApiReply reply, PortalCounters counters, ILogger<ApiFaults> logger)
{
    public async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        // Whoever hung up, or an answer that is half out, is the server's to end.
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            Failed(logger, http.Request.Method, http.GetEndpoint()?.Metadata.GetMetadata<ApiCall>()?.Name ?? "", fault);
            counters.Refused("fault");
            http.Response.Clear();
            await reply.ErrorAsync(http, ApiError.InternalError).ConfigureAwait(false);
        }
    }

    [LoggerMessage(4090, LogLevel.Error, "{Method} {Call} failed")]
    private static partial void Failed(ILogger logger, string method, string call, Exception fault);
}
