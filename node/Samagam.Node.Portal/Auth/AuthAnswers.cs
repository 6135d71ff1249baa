using System.Globalization;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Auth;

/// <summary>What the calls of this feature share: ids that cannot be guessed, pairs of tokens, and refusals.</summary>
internal sealed class AuthAnswers(PortalParts parts, ApiReply reply, DevicePass passes)
{
    private const uint Codes = 1_000_000;

    public NewSignIn NewSignIn(string? deviceName) => new(passes.NewId(), NewTokenId(), CleanText.Of(deviceName, parts.Node.People.Options.MaxDeviceName));

    public PersonId NewPerson() => new(passes.NewId());

    public Guid NewChallenge() => passes.NewId();

    /// <summary>Six digits, each as likely.</summary>
    public string NewCode()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        uint drawn;
        do
        {
            parts.Luck.GetBytes(bytes);
            drawn = BitConverter.ToUInt32(bytes);
        }
        while (drawn >= uint.MaxValue - (uint.MaxValue % Codes));
        return (drawn % Codes).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Tokens for a person; null on a box that takes nobody in.</summary>
    /// <param name="verification">Said where the account itself does not tell.</param>
    public SignedIn? TokensOf(PersonId person, Guid family, uint turn, ulong tokenId, bool? isNew)
    {
        if (parts.People is not { } gate)
        {
            return null;
        }
        var pair = gate.Issue(person, family, turn, tokenId);
        var account = parts.Node.People.AccountOf(person);
        return new SignedIn(
            person.ToString(),
            family.ToString("D"),
            "Bearer",
            pair.Access,
            pair.AccessExpires,
            pair.Refresh,
            pair.RefreshExpires,
            account?.Verified ?? false,
            account is { Verified: true } ? "verified" : account?.PhoneTag is not null ? "unavailable" : "none",
            isNew,
            account is not null && parts.Node.People.IsTwice(account));
    }

    public Task SendAsync(HttpContext http, SignedIn? tokens, int status) =>
        tokens is null ? NotSavedAsync(http) : reply.OkAsync(http, tokens, AuthJson.Default.SignedIn, status: status);

    public Task WrongFieldAsync(HttpContext http, string field) => reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field);

    public Task NotSavedAsync(HttpContext http) => reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved);

    public Task WaitAsync(HttpContext http, long waitMs, bool blocked) =>
        reply.WaitAsync(http, (waitMs + 999) / 1000, blocked ? "PHONE_BLOCKED" : "OTP_TOO_OFTEN", blocked ? Say.ErrorPhoneBlocked : Say.ErrorOtpTooOften);

    private ulong NewTokenId()
    {
        Span<byte> id = stackalloc byte[sizeof(ulong)];
        parts.Luck.GetBytes(id);
        return BitConverter.ToUInt64(id);
    }
}
