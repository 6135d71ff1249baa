using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Http;

/// <summary>Calls that do not exist answer in the shape of the API, not with a page.</summary>
internal sealed class ApiFallback(ApiReply reply)
{
    public void Map(IEndpointRouteBuilder api) =>
        api.MapFallback("/{**rest}", http => reply.ErrorAsync(http, StatusCodes.Status404NotFound, "NO_SUCH_CALL", Say.ErrorNoSuchCall))
            .Says(new("none", "No such call", Who.Everybody));
}
