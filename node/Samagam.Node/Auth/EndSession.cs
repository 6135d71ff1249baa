using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Auth;

/// <summary>How ending a sign-in ended.</summary>
public enum EndOutcome
{
    Ended,

    /// <summary>The person has no such sign-in open.</summary>
    NotFound,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>A sign-in as its owner sees it.</summary>
public sealed record OwnSignIn(Guid Family, string DeviceName, long? StartedMs, long LastMs, NodeId LastAt, long ExpiresMs);

/// <summary>Ends a sign-in everywhere, and lists a person's.</summary>
public sealed class EndSession
{
    private readonly FactDesk _desk;
    private readonly SignInRows _rows;

    internal EndSession(FactDesk desk, SignInRows rows) => (_desk, _rows) = (desk, rows);

    /// <param name="own">True when the caller signed in by it: then it is ended even where its facts have not arrived.</param>
    public async ValueTask<EndOutcome> RunAsync(PersonId person, Guid family, bool own, CancellationToken cancellation)
    {
        try
        {
            return await _desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var known = SignInRows.Of(scope.Rows.BySubject, person, family);
                    if (known is { End: not null } || (known is null && !own))
                    {
                        return EndOutcome.NotFound;
                    }
                    SignInRows.State(scope, person, family, new SignInFact.Ended(SignInEnd.Left));
                    return EndOutcome.Ended;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return EndOutcome.StoreFailed;
        }
    }

    /// <summary>Open sign-ins known here, the latest used first.</summary>
    public IReadOnlyList<OwnSignIn> ListOf(PersonId person)
    {
        var nowMs = _desk.BestTime().WallMs;
        return
        [
            .. SignInRows.All(_desk.Log.Below, person).Where(s => s.End is null && s.ExpiresMs(_rows.Options) > nowMs).OrderByDescending(s => s.LastMs)
                .Select(s => new OwnSignIn(s.Family, _rows.DeviceNameOf(_desk.Log.BySubject, person, s), s.StartedMs, s.LastMs, s.LastAt, s.ExpiresMs(_rows.Options))),
        ];
    }
}
