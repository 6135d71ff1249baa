using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.Access;

/// <summary>One operation of the API: a method at a path.</summary>
/// <param name="Id">Told apart from every other; the name of the call where it has one method.</param>
/// <param name="Path">With the names of its parameters in braces.</param>
/// <param name="Errors">All that is documented for it, its own and those that come with who may make it, what it takes and its pace.</param>
internal sealed record ApiOperation(string Id, string Method, string Path, ApiCall Call, ApiPace Pace, IReadOnlyList<ApiParameter> InPath, IReadOnlyList<ApiError> Errors)
{
    /// <summary>The first word of its name.</summary>
    public string Feature => Call.Name.Split('.')[0];

    public bool HasBody => Call.Takes is not null;

    /// <summary>Statuses of success; none for a door that only says how a call is made.</summary>
    public IEnumerable<int> Successes => Call.Status >= 400 ? [] : Call.AlsoStatus.Prepend(Call.Status);
}

/// <summary>The whole API, read from its endpoints: whatever is mapped and says what it is, is here.</summary>
internal sealed class ApiSurface(EndpointDataSource endpoints, PacedCalls paced)
{
    /// <summary>By path, then method.</summary>
    public IReadOnlyList<ApiOperation> Read() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>().SelectMany(Of).OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Method, StringComparer.Ordinal),
    ];

    private IEnumerable<ApiOperation> Of(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ApiCall>() is not { } call)
        {
            yield break;
        }
        var methods = (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            // What answers GET answers HEAD; that needs no telling.
            .Where(m => !HttpMethods.IsHead(m)).ToList();
        var pace = call.Pace ?? paced.Of(endpoint.RequestDelegate);
        var inPath = endpoint.RoutePattern.Parameters
            .Select(p => PathParameters.Named(p.Name, p.ParameterPolicies.Select(policy => policy.Content).FirstOrDefault())).ToList();
        foreach (var method in methods)
        {
            var id = method == methods[0] ? call.Name : $"{call.Name}.{method.ToLowerInvariant()}";
            yield return new ApiOperation(id, method, PathOf(endpoint.RoutePattern), call, pace, inPath, [.. ErrorsOf(call, pace).Distinct().OrderBy(e => e.Status).ThenBy(e => e.Code, StringComparer.Ordinal)]);
        }
    }

    private static IEnumerable<ApiError> ErrorsOf(ApiCall call, ApiPace pace)
    {
        foreach (var own in call.Errors.Select(ApiError.Find).OfType<ApiError>())
        {
            yield return own;
        }
        if (call.Status == StatusCodes.Status405MethodNotAllowed)
        {
            yield return ApiError.MethodNotAllowed;
            yield break;
        }
        if (call.Takes is not null && !call.TakesAnything)
        {
            yield return ApiError.InvalidField;
            yield return ApiError.BodyTooLarge;
            yield return ApiError.JsonExpected;
        }
        if (call.Query.Count > 0)
        {
            yield return ApiError.InvalidField;
        }
        if (!call.Who.HasFlag(Who.Anyone))
        {
            yield return ApiError.NotSignedIn;
        }
        if ((call.Who | Who.Anyone) != Who.Everybody)
        {
            yield return ApiError.NotAllowed;
        }
        if (pace != ApiPace.None)
        {
            yield return ApiError.TooManyRequests;
        }
        yield return ApiError.InternalError;
    }

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternParameterPart parameter => "{" + parameter.Name + "}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }))));
}
