using System.Net;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A phone whose person has an account and is signed in.</summary>
internal sealed class SignedInPhone(Phone phone, System.Text.Json.JsonElement said) : IDisposable
{
    public Phone Phone => phone;
    public string UserId { get; } = said.GetProperty("userId").GetString()!;
    public string SessionId { get; } = said.GetProperty("sessionId").GetString()!;
    public string Token { get; } = said.GetProperty("accessToken").GetString()!;
    public string Refresh { get; } = said.GetProperty("refreshToken").GetString()!;

    /// <summary>A call of the API by this person.</summary>
    /// <param name="path">Behind <c>/api/v1/</c>.</param>
    public Task<Phone.Seen> CallAsync(HttpMethod method, string path, object? body = null) => phone.JsonAsync(method, "/api/v1/" + path, body, Token);

    public Task<EventReader> ListenAsync(string more = "") => EventReader.OpenAsync(phone, "/api/v1/stream" + more, Token);

    public void Dispose() => phone.Dispose();
}

internal static class Registering
{
    /// <summary>Makes an account by a device pass.</summary>
    /// <param name="body">Of <c>auth/register</c>; null for none.</param>
    public static async Task<SignedInPhone> RegisterAsync(this Phone phone, object? body = null)
    {
        var seen = await phone.JsonAsync(HttpMethod.Post, "/api/v1/auth/register", body ?? new { });
        Assert.True(seen.Status == HttpStatusCode.Created, seen.Text);
        return new SignedInPhone(phone, seen.Data);
    }
}
