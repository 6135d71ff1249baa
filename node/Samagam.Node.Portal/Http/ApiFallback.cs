using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Home;

namespace Samagam.Node.Portal.Http;

/// <summary>What no page and no call takes: calls are answered in the shape of the API, everything else with a page.</summary>
internal sealed class ApiFallback(ApiReply reply, HomePage home)
{
    public Task AnswerAsync(HttpContext http, int status)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api"))
        {
            return status == StatusCodes.Status405MethodNotAllowed
                ? reply.WrongMethodAsync(http)
                : reply.ErrorAsync(http, ApiError.NoSuchCall);
        }
        // Whoever looks for a file wants no page.
        return path.Value is { } name && name.AsSpan(name.LastIndexOf('/') + 1).Contains('.') ? Task.CompletedTask : home.NotFoundAsync(http);
    }
}
