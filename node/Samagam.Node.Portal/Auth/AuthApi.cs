using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Auth;

/// <summary>Taking people in, by a device pass or a telephone number. No answer depends on whether anybody has the number.</summary>
internal sealed class AuthApi(PortalParts parts, ApiReply reply, JsonBodies bodies, Languages languages, Callers callers, AuthAnswers answers, PacedCalls paced)
{
    private PeopleDesk People => parts.Node.People;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/auth/register", paced.BeforeEntry(RegisterAsync))
            .Says(new("auth.register", "Make an account; without a phone number it is a device pass, with one a code is sent where it can be", Who.Everybody)
            {
                Takes = typeof(RegisterRequest), Gives = typeof(Registered), Status = 201, AlsoStatus = [202], Errors = ["OTP_TOO_OFTEN", "PHONE_BLOCKED", "NOT_SAVED"],
            });
        api.MapPost("/auth/login", paced.BeforeEntry(LoginAsync))
            .Says(new("auth.login", "Ask for a code to sign in by a phone number", Who.Everybody)
            {
                Takes = typeof(LoginRequest), Gives = typeof(OtpSent), Status = 202, Errors = ["OTP_TOO_OFTEN", "PHONE_BLOCKED", "OTP_UNAVAILABLE", "NOT_SAVED"],
            });
        api.MapPost("/auth/verify-otp", paced.BeforeEntry(VerifyAsync))
            .Says(new("auth.verify-otp", "Give the code: signs in, makes the account where there is none, and makes accounts of one number one", Who.Everybody, Whose.Known)
            {
                Takes = typeof(VerifyRequest), Gives = typeof(SignedIn), Errors = ["INVALID_OTP", "OTP_TOO_OFTEN", "PHONE_BLOCKED", "NOT_SAVED"],
            });
        api.MapPost("/auth/refresh", paced.BeforeEntry(RefreshAsync))
            .Says(new("auth.refresh", "Exchange a refresh token for the next pair; each is good for one exchange", Who.Everybody, Whose.Known)
            {
                Takes = typeof(RefreshRequest), Gives = typeof(SignedIn), Errors = ["INVALID_TOKEN", "SESSION_ENDED", "TOKEN_REUSED", "NOT_SAVED"],
            });
    }

    private async Task RegisterAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.RegisterRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.Wrong(People.Options.Otp.CountryCode) is { } field)
        {
            await answers.WrongFieldAsync(http, field).ConfigureAwait(false);
            return;
        }
        PhoneNumber? phone = PhoneNumber.TryParse(request.PhoneNumber, People.Options.Otp.CountryCode, out var read) ? read : null;
        if (phone is not null)
        {
            var (outcome, challenge) = await AskAsync(http, phone.Value, request.PilgrimType, request.LanguagePreference).ConfigureAwait(false);
            switch (outcome)
            {
                case AskOutcome.Sent sent:
                    await reply.OkAsync(
                        http,
                        new Registered("otp_sent", Otp: new OtpSent(challenge.ToString("D"), sent.Channel, sent.GoodUntil)),
                        AuthJson.Default.Registered,
                        status: StatusCodes.Status202Accepted).ConfigureAwait(false);
                    return;
                case AskOutcome.NoChannel:
                    // Nothing can be proved here: the account works, and says so.
                    break;
                default:
                    await RefuseAsync(http, outcome).ConfigureAwait(false);
                    return;
            }
        }
        var (person, signIn) = (answers.NewPerson(), answers.NewSignIn(request.DeviceName));
        var registered = await People.Register.RunAsync(new RegisterCommand(person, signIn, request.Type, request.LanguagePreference ?? "", phone), http.RequestAborted).ConfigureAwait(false);
        if (registered != RegisterOutcome.Registered || answers.TokensOf(person, signIn.Family, 0, signIn.TokenId, isNew: true) is not { } t)
        {
            await answers.NotSavedAsync(http).ConfigureAwait(false);
            return;
        }
        await reply.OkAsync(
            http,
            new Registered(t.Verification, t.UserId, t.SessionId, t.TokenType, t.AccessToken, t.AccessExpiresAt, t.RefreshToken, t.RefreshExpiresAt, t.PhoneVerified),
            AuthJson.Default.Registered,
            status: StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task LoginAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.LoginRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (!PhoneNumber.TryParse(request.PhoneNumber, People.Options.Otp.CountryCode, out var phone))
        {
            await answers.WrongFieldAsync(http, "$.phoneNumber").ConfigureAwait(false);
            return;
        }
        var (outcome, challenge) = await AskAsync(http, phone, null, null).ConfigureAwait(false);
        await (outcome is AskOutcome.Sent sent
            ? reply.OkAsync(http, new OtpSent(challenge.ToString("D"), sent.Channel, sent.GoodUntil), AuthJson.Default.OtpSent, status: StatusCodes.Status202Accepted)
            : RefuseAsync(http, outcome)).ConfigureAwait(false);
    }

    private async Task VerifyAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.VerifyRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var phone = default(PhoneNumber);
        var challenge = Guid.Empty;
        var wrong = !PhoneNumber.TryParse(request.PhoneNumber, People.Options.Otp.CountryCode, out phone) ? "$.phoneNumber"
            : !Guid.TryParseExact(request.ChallengeId, "D", out challenge) ? "$.challengeId"
            : request.Otp is not { Length: 6 } || !request.Otp.All(char.IsAsciiDigit) ? "$.otp"
            : null;
        if (wrong is not null)
        {
            await answers.WrongFieldAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var me = callers.Of(http).Person;
        var outcome = await People.ProveOtp.RunAsync(
            new OtpProof(phone, challenge, request.Otp!, me is null ? null : (me.Person, me.Family), answers.NewPerson(), answers.NewSignIn(request.DeviceName)),
            http.RequestAborted).ConfigureAwait(false);
        switch (outcome)
        {
            case ProveOutcome.SignedIn s:
                await answers.SendAsync(http, answers.TokensOf(s.Person, s.Family, 0, s.TokenId, s.IsNew), StatusCodes.Status200OK).ConfigureAwait(false);
                break;
            case ProveOutcome.Wrong w:
                if (w.WaitMs > 0)
                {
                    http.Response.Headers.RetryAfter = ((w.WaitMs + 999) / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
                }
                await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "INVALID_OTP", Say.ErrorOtp, "$.otp").ConfigureAwait(false);
                break;
            case ProveOutcome.Wait wait:
                await answers.WaitAsync(http, wait.Ms, wait.Blocked).ConfigureAwait(false);
                break;
            default:
                await answers.NotSavedAsync(http).ConfigureAwait(false);
                break;
        }
    }

    private async Task RefreshAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AuthJson.Default.RefreshRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (parts.People?.Refreshable(request.RefreshToken ?? "") is not { } token)
        {
            await reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "INVALID_TOKEN", Say.ErrorToken, "$.refreshToken").ConfigureAwait(false);
            return;
        }
        var outcome = await People.Turn
            .RunAsync(new PersonId(token.Person), token.Family, token.Turn, PersonGate.IdOf(token), answers.NewSignIn(null), http.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            TurnOutcome.Turned t => answers.SendAsync(http, answers.TokensOf(t.Person, t.Family, t.Turn, t.TokenId, isNew: null), StatusCodes.Status200OK),
            TurnOutcome.Reused => reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "TOKEN_REUSED", Say.ErrorTokenReused),
            TurnOutcome.Ended => reply.ErrorAsync(http, StatusCodes.Status401Unauthorized, "SESSION_ENDED", Say.ErrorSessionEnded),
            _ => answers.NotSavedAsync(http),
        }).ConfigureAwait(false);
    }

    private async ValueTask<(AskOutcome Outcome, Guid Challenge)> AskAsync(HttpContext http, PhoneNumber phone, string? pilgrimType, string? language)
    {
        var (challenge, code) = (answers.NewChallenge(), answers.NewCode());
        var text = languages.OfApi(http).With(Say.OtpMessage, code, People.Options.Otp.CodeSeconds / 60);
        var question = new OtpQuestion(phone, PacedCalls.AddressOf(http), challenge, code, text, pilgrimType ?? "", language ?? "");
        return (await People.AskOtp.RunAsync(question, http.RequestAborted).ConfigureAwait(false), challenge);
    }

    private Task RefuseAsync(HttpContext http, AskOutcome outcome) => outcome switch
    {
        AskOutcome.Wait wait => answers.WaitAsync(http, wait.Ms, wait.Blocked),
        AskOutcome.NoChannel => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "OTP_UNAVAILABLE", Say.ErrorOtpUnavailable),
        _ => answers.NotSavedAsync(http),
    };
}
