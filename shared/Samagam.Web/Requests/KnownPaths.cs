using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Samagam.Web.Requests;

/// <summary>What is the same for every call of an API whatever it does: reading answers HEAD too, and a path asked in the wrong way is told from one that is not there.</summary>
public static class KnownPaths
{
    /// <summary>Whatever answers GET under these routes answers HEAD as well (RFC 9110, section 9.3.2): the server leaves the body out.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is IHttpMethodMetadata said && said.HttpMethods.Contains(HttpMethods.Get) && !said.HttpMethods.Contains(HttpMethods.Head))
                {
                    endpoint.Metadata[i] = new HttpMethodMetadata([.. said.HttpMethods, HttpMethods.Head]);
                }
            }
        });
        return routes;
    }

    /// <summary>
    /// Answers what no endpoint takes. At that time the status is 404, or 405 with <c>Allow</c> already set (RFC 9110, section 15.5.6), and nothing is written. Must be put in
    /// before the endpoints are mapped; no fallback route may stand behind it, since that would take every method.
    /// </summary>
    public static void UseMisses(this WebApplication app, Func<HttpContext, int, Task> answer) => app.Use(async (http, next) =>
    {
        await next(http).ConfigureAwait(false);
        // The framework's own endpoint for a wrong method is no route.
        if (!http.Response.HasStarted && http.GetEndpoint() is not RouteEndpoint && http.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            await answer(http, http.Response.StatusCode).ConfigureAwait(false);
        }
    });
}
