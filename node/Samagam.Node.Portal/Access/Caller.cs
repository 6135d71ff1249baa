using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Duty;
using Samagam.Trust;

namespace Samagam.Node.Portal.Access;

/// <summary>A person signed in: what an access token says.</summary>
/// <param name="Family">The sign-in it belongs to.</param>
public sealed record PersonSession(PersonId Person, Guid Family, DateTimeOffset Expires);

/// <summary>Who is asking. At most one of the two is there; neither for a phone that signed in to nothing.</summary>
internal sealed record Caller(PersonSession? Person, StaffSession? Staff)
{
    public static readonly Caller Nobody = new(null, null);

    public Who Who => Staff is { } staff ? StaffRoleName.TryRead(staff.Role, out var role) ? Roles.Of(role) : Who.None : Person is not null ? Who.Pilgrim : Who.Anyone;
}

/// <summary>Tells who is asking, once for each request: a bearer token, or the cookie of our own pages.</summary>
internal sealed class Callers(PortalParts parts, StaffDoor staff)
{
    private const string Bearer = "Bearer ";

    public Caller Of(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(Callers), out var known))
        {
            return (Caller)known!;
        }
        var caller = staff.SessionOf(http) is { } session ? new Caller(null, session) : PersonOf(http) is { } person ? new Caller(person, null) : Caller.Nobody;
        http.Items[typeof(Callers)] = caller;
        return caller;
    }

    private PersonSession? PersonOf(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? parts.People?.Check(authorization[Bearer.Length..].Trim()) : null;
    }
}
