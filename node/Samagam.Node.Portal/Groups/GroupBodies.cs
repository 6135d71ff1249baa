using System.Globalization;
using System.Text.Json.Serialization;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Locations;

namespace Samagam.Node.Portal.Groups;

/// <summary>Body of making a group.</summary>
/// <param name="GroupId">Made by the phone where it can be: the same id again is the same group.</param>
/// <param name="Nickname">Of the creator in the group; left out, the name of their profile.</param>
/// <param name="Color"><c>#rrggbb</c>; left out, one nobody in the group has.</param>
internal sealed record CreateRequest(
    string? GroupId = null, string? Name = null, int? MaxMembers = null, DateTimeOffset? ExpiresAt = null, string? Nickname = null, string? Color = null);

/// <summary>Body of joining.</summary>
/// <param name="Code">As it was read or heard: case, spaces and dashes do not matter.</param>
internal sealed record JoinRequest(string? Code = null, string? Nickname = null, string? Color = null);

/// <summary>Body of changing what one says of oneself in a group; what is left out stays.</summary>
internal sealed record MembershipRequest(string? Nickname = null, string? Color = null, bool? IsSharingLocation = null);

/// <summary>Body of handing a group over.</summary>
internal sealed record OwnerRequest(string? MemberId = null);

/// <summary>A member as the others see them.</summary>
/// <param name="LastLocation">Of a member who shares it; absent when it is older than half a minute.</param>
internal sealed record MemberView(string MemberId, string Nickname, string Color, DateTimeOffset JoinedAt, bool IsSharingLocation, bool IsOwner, bool IsYou, PlaceNow? LastLocation = null)
{
    public static MemberView Of(Group group, GroupMember member, PersonId me) => new(
        member.Person.ToString(), member.Nickname, Colors.Word(member.Color), DateTimeOffset.FromUnixTimeMilliseconds(member.JoinedMs), member.IsSharing,
        group.Owner == member.Person, member.Person == me);
}

/// <summary>One sign of a code and the word it is spelled by.</summary>
internal sealed record SpokenSign(string Sign, string Word);

/// <summary>How somebody is let in: shown, scanned or said.</summary>
/// <param name="Code">Eight signs without look-alikes.</param>
/// <param name="CodeShown">In two fours.</param>
/// <param name="JoinUrl">The page of this box that joins.</param>
/// <param name="QrSvg">The same as a picture.</param>
/// <param name="Spoken">To be said in the reader's language.</param>
internal sealed record InviteView(string Code, string CodeShown, string JoinUrl, string QrSvg, string Spoken, IReadOnlyList<SpokenSign> Signs);

/// <summary>A group as its members see it.</summary>
/// <param name="IsActive">False when its time is over.</param>
/// <param name="IsOverFull">More are in it than may be, since islands that did not hear of each other let them in. All stay, nobody else comes in.</param>
/// <param name="IsCodeShared">Another group drew the same code on an island; nobody joins by it until the owner takes another.</param>
/// <param name="Invite">Given to who made it or asks for it.</param>
internal sealed record GroupView(
    string GroupId, string Name, string Code, string? OwnerId, int MaxMembers, int MemberCount, bool IsActive, bool IsOverFull, bool IsCodeShared, DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt, bool IsOwner, string MemberId, InviteView? Invite = null);

/// <summary>Colours as the API says them: <c>#rrggbb</c>.</summary>
internal static class Colors
{
    public static string Word(int color) => string.Create(CultureInfo.InvariantCulture, $"#{color:x6}");

    /// <summary>False for a text that is no colour; none is fine.</summary>
    public static bool TryRead(string? text, out int? color)
    {
        color = null;
        if (text is null)
        {
            return true;
        }
        var ok = text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var read) && (color = read) is not null;
        return ok;
    }
}

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(MembershipRequest))]
[JsonSerializable(typeof(OwnerRequest))]
[JsonSerializable(typeof(GroupView))]
[JsonSerializable(typeof(GroupView[]))]
[JsonSerializable(typeof(InviteView))]
[JsonSerializable(typeof(MemberView))]
[JsonSerializable(typeof(IReadOnlyList<MemberView>))]
internal sealed partial class GroupJson : JsonSerializerContext;
