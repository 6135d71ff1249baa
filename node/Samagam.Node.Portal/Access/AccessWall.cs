using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.Access;

/// <summary>Lets through to a call of the API whom its <see cref="ApiCall"/> names. Nothing is open by default.</summary>
internal sealed class AccessWall(Callers callers, ApiReply reply, PortalCounters counters)
{
    public Task PassAsync(HttpContext http, RequestDelegate next)
    {
        // What is no route of ours (a wrong method) leads nowhere, and is answered as such.
        if (http.GetEndpoint() is not RouteEndpoint endpoint || !http.Request.Path.StartsWithSegments(PortalRegistration.ApiRoot, StringComparison.OrdinalIgnoreCase))
        {
            return next(http);
        }
        var open = endpoint.Metadata.GetMetadata<ApiCall>()?.Who ?? Who.None;
        if (open.HasFlag(Who.Everybody))
        {
            return next(http);
        }
        var who = callers.Of(http).Who;
        if ((open & who) != 0)
        {
            return next(http);
        }
        counters.Refused("access");
        return who == Who.Anyone
            ? reply.ErrorAsync(http, ApiError.NotSignedIn)
            : reply.ErrorAsync(http, ApiError.NotAllowed);
    }
}
