using System.Globalization;
using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Access;
using Samagam.Trust;

namespace Samagam.Node.Portal.Auth;

/// <summary>A pair of tokens as given to a phone.</summary>
public sealed record TokenPair(string Access, DateTimeOffset AccessExpires, string Refresh, DateTimeOffset RefreshExpires);

/// <summary>
/// The gate of people: issues the tokens of this box and believes those of every box of the mesh, without asking anybody. Holds no sessions: a
/// restart signs nobody out.
/// </summary>
/// <param name="identity">This box, which signs the tokens.</param>
/// <param name="keyOf">Keys of the boxes by number; null for unknown and revoked ones. Asked at every check.</param>
/// <param name="time">Best time known; windows are judged only when it is trusted.</param>
/// <param name="index">Which sign-ins have ended.</param>
public sealed class PersonGate(NodeIdentity identity, Func<int, VerifyKey?> keyOf, Func<BestTime> time, PeopleIndex index, AuthOptions options)
{
    /// <summary>The session of an access token that is believed; null for any other text.</summary>
    public PersonSession? Check(string token) =>
        Read(token, PersonTokenUse.Access) is { } read && new PersonId(read.Person) is var person && !index.IsEnded(person, read.Family)
            ? new PersonSession(person, read.Family, read.Expires)
            : null;

    /// <summary>A refresh token whose signature and time hold; whether it is still good is for <see cref="TurnSession"/> to say. Null for any other text.</summary>
    internal PersonToken? Refreshable(string token) => Read(token, PersonTokenUse.Refresh);

    /// <summary>A pair of tokens for one turn of a sign-in.</summary>
    internal TokenPair Issue(PersonId person, Guid family, uint turn, ulong tokenId)
    {
        var now = time();
        var id = TextOf(tokenId);
        var (access, refresh) = (TimeSpan.FromMinutes(options.AccessMinutes), TimeSpan.FromDays(options.RefreshDays));
        return new TokenPair(
            PersonToken.Issue(identity, person.Value, family, id, PersonTokenUse.Access, turn, now, access),
            now.Now + access,
            PersonToken.Issue(identity, person.Value, family, id, PersonTokenUse.Refresh, turn, now, refresh),
            now.Now + refresh);
    }

    /// <summary>Id of a pair as facts hold it.</summary>
    internal static ulong IdOf(PersonToken token) => ulong.Parse(token.TokenId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string TextOf(ulong tokenId) => tokenId.ToString("x16", CultureInfo.InvariantCulture);

    private PersonToken? Read(string token, PersonTokenUse use) =>
        PersonToken.Verify(token, identity.MeshName, time(), keyOf).Value is { } read && read.Use == use ? read : null;
}
