using System.Net;
using System.Text.Json;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A volunteer who has entered with a real voucher.</summary>
internal sealed class Volunteer : IDisposable
{
    private Volunteer(Phone phone, string token, string id) => (Phone, Token, Id) = (phone, token, id);

    public Phone Phone { get; }
    public string Token { get; }
    public string Id { get; }

    public static Task<Volunteer> EnterAsync(PortalBox box, string name = "RAM-1", bool onDuty = true, params string[] skills) =>
        EnterAsync(box, name, onDuty, StaffRole.Volunteer, skills);

    public static async Task<Volunteer> EnterAsync(PortalBox box, string name, bool onDuty, StaffRole role, params string[] skills)
    {
        var phone = box.Phone();
        var voucher = box.Mesh.Voucher(name, role, skills);
        object body = role == StaffRole.Admin ? new { voucher, code = box.Mesh.CodeOf(box.Mesh.IdOf(voucher), DateTimeOffset.UtcNow + box.Clock.Ahead) } : new { voucher };
        var entered = await phone.JsonAsync(HttpMethod.Post, "/api/v1/duty/enter", body);
        Assert.Equal(HttpStatusCode.Created, entered.Status);
        var volunteer = new Volunteer(phone, entered.Data.GetProperty("token").GetString()!, entered.Data.GetProperty("duty").GetProperty("responderId").GetString()!);
        if (onDuty)
        {
            Assert.Equal(HttpStatusCode.OK, (await volunteer.CallAsync(HttpMethod.Post, "duty", new { onDuty = true })).Status);
        }
        return volunteer;
    }

    public Task<Phone.Seen> CallAsync(HttpMethod method, string path, object? body = null) => Phone.JsonAsync(method, "/api/v1/" + path, body, Token);

    public Task<EventReader> ListenAsync(string more = "") => EventReader.OpenAsync(Phone, "/api/v1/stream" + more, Token);

    public void Dispose() => Phone.Dispose();
}
