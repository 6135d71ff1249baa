using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;

namespace Samagam.Node.Auth;

/// <summary>Accounts and sign-ins of a box: its use cases and what they share.</summary>
public sealed class PeopleDesk
{
    private readonly FactDesk _desk;
    private readonly PersonVault _vault;
    private readonly AuthSecrets _secrets;

    internal PeopleDesk(FactDesk desk, PersonVault vault, PeopleIndex index, AuthSecrets secrets, OtpPost post, AuthOptions options)
    {
        var rows = new SignInRows(vault, options);
        var notes = new OtpNotes(options.Otp);
        (_desk, _vault, _secrets, Index, Post, Options) = (desk, vault, secrets, index, post, options);
        Register = new RegisterPerson(desk, rows, secrets);
        AskOtp = new AskOtp(desk, notes, secrets, post, options.Otp);
        ProveOtp = new ProveOtp(desk, rows, notes, secrets, index);
        Turn = new TurnSession(desk, rows);
        End = new EndSession(desk, rows);
        TakeTotp = new TakeTotp(desk);
    }

    public AuthOptions Options { get; }
    public PeopleIndex Index { get; }
    public OtpPost Post { get; }
    public RegisterPerson Register { get; }
    public AskOtp AskOtp { get; }
    public ProveOtp ProveOtp { get; }
    public TurnSession Turn { get; }
    public EndSession End { get; }
    public TakeTotp TakeTotp { get; }

    /// <summary>Null for a person not known here (yet), or erased.</summary>
    public Account? AccountOf(PersonId person) => SignInRows.AccountOf(_desk.Log.BySubject, person);

    /// <summary>The account that stands for a person: another's once they turned out to be one.</summary>
    public Account? StandingOf(PersonId person) => SignInRows.StandingOf(_desk.Log.BySubject, person);

    /// <summary>The number of an account; null without one, or when it cannot be opened.</summary>
    public string? PhoneOf(Account account) =>
        !account.Phone.IsEmpty && _vault.Open(_desk.Log.BySubject, account.Person.Subject, account.Phone.Span) is { } phone ? System.Text.Encoding.ASCII.GetString(phone) : null;

    /// <summary>Persons who proved this number: more than one where islands have just healed.</summary>
    public IReadOnlyList<PersonId> HoldersOf(PhoneNumber phone) => HoldersOf(_secrets.TagOf(phone));

    /// <summary>True when another account has proved the same number: signing in by it once more makes them one.</summary>
    public bool IsTwice(Account account) => account is { Verified: true, PhoneTag: { } tag } && HoldersOf(tag).Count > 1;

    private IReadOnlyList<PersonId> HoldersOf(UInt128 tag) =>
        [.. Index.ByTag(tag).Where(p => AccountOf(p) is { Verified: true, MergedInto: null } account && account.PhoneTag == tag)];
}
