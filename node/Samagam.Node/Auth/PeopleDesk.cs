using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;

namespace Samagam.Node.Auth;

/// <summary>Accounts and sign-ins of a box: its use cases and what they share.</summary>
public sealed class PeopleDesk
{
    private readonly FactDesk _desk;

    internal PeopleDesk(FactDesk desk, PersonVault vault, PeopleIndex index, AuthOptions options)
    {
        var rows = new SignInRows(vault, options);
        (_desk, Index, Options) = (desk, index, options);
        Register = new RegisterPerson(desk, rows);
        Turn = new TurnSession(desk, rows);
        End = new EndSession(desk, vault, rows);
    }

    public AuthOptions Options { get; }
    public PeopleIndex Index { get; }
    public RegisterPerson Register { get; }
    public TurnSession Turn { get; }
    public EndSession End { get; }

    /// <summary>Null for a person not known here (yet), or erased.</summary>
    public Account? AccountOf(PersonId person) => SignInRows.AccountOf(_desk.Log.BySubject, person);
}
