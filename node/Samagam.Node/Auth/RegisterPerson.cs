using Samagam.Core.Auth;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Wire.Auth;

namespace Samagam.Node.Auth;

/// <summary>How taking somebody in ended.</summary>
public enum RegisterOutcome
{
    /// <summary>On this box's disk and on its way.</summary>
    Registered,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>An account to be made.</summary>
/// <param name="Person">The new person's id.</param>
/// <param name="Language">Language tag, empty for unsaid.</param>
public sealed record RegisterCommand(PersonId Person, NewSignIn SignIn, PilgrimType? PilgrimType, string Language);

/// <summary>Takes somebody in by a device pass: an account without a phone number, enough for everything local.</summary>
public sealed class RegisterPerson
{
    private readonly FactDesk _desk;
    private readonly SignInRows _rows;

    internal RegisterPerson(FactDesk desk, SignInRows rows) => (_desk, _rows) = (desk, rows);

    public async ValueTask<RegisterOutcome> RunAsync(RegisterCommand command, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var account = new Account(command.Person, null, default, Verified: false, scope.Now.WallMs, command.PilgrimType, command.Language);
                    scope.Author(FactKinds.PersonAccount, command.Person.Subject, AccountCodec.Serialise(account));
                    _rows.Begin(scope, command.Person, command.SignIn);
                    return RegisterOutcome.Registered;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return RegisterOutcome.StoreFailed;
        }
    }
}
