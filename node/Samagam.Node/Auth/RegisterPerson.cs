using Samagam.Core.Auth;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

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
/// <param name="Phone">A number nobody could be asked to prove: kept as said, finds nobody.</param>
public sealed record RegisterCommand(PersonId Person, NewSignIn SignIn, PilgrimType? PilgrimType, string Language, PhoneNumber? Phone = null);

/// <summary>Takes somebody in without proof: a device pass, or a number that cannot be proved here. Enough for everything local.</summary>
public sealed class RegisterPerson
{
    private readonly FactDesk _desk;
    private readonly SignInRows _rows;
    private readonly AuthSecrets _secrets;

    internal RegisterPerson(FactDesk desk, SignInRows rows, AuthSecrets secrets) => (_desk, _rows, _secrets) = (desk, rows, secrets);

    public async ValueTask<RegisterOutcome> RunAsync(RegisterCommand command, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var account = new Account(command.Person, null, default, Verified: false, scope.Now.WallMs, command.PilgrimType, command.Language);
                    if (command.Phone is { } phone)
                    {
                        account = _rows.WithPhone(scope, account, _secrets.TagOf(phone), phone, verified: false) ?? account;
                    }
                    _rows.StateAccount(scope, account, 0);
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
