using Samagam.Core.Content;
using Samagam.Core.Ids;

namespace Samagam.Core.Auth;

/// <summary>A person as the mesh knows them: body of a <c>person.account</c> fact. A device pass is an account without a number.</summary>
/// <param name="PhoneTag">Keyed hash of the number, to find the account by; null without a number.</param>
/// <param name="Phone">The number in E.164, sealed under the person; empty without a number.</param>
/// <param name="Verified">Whether somebody who held the number proved it. A number that was not proved finds nobody.</param>
/// <param name="PilgrimType">As said at registration; what the person says later is their profile's.</param>
/// <param name="Language">Language tag, empty for unsaid.</param>
/// <param name="MergedInto">The account this person turned out to have already; that one stands.</param>
public sealed record Account(
    PersonId Person, UInt128? PhoneTag, ReadOnlyMemory<byte> Phone, bool Verified, long CreatedMs, PilgrimType? PilgrimType, string Language, PersonId? MergedInto = null)
{
    /// <summary>Longest language tag, characters.</summary>
    public const int MaxLanguageChars = 12;

    /// <summary>
    /// Of two accounts of one person the one that stands, at every box alike: the older; of two of one moment the lesser id.
    /// </summary>
    public static Account Elder(Account a, Account b) =>
        (a.CreatedMs, a.Person.ToString()).CompareTo((b.CreatedMs, b.Person.ToString())) <= 0 ? a : b;
}
