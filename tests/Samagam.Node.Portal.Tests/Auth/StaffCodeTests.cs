using System.Net;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Auth;

/// <summary>An admin's second step.</summary>
public sealed class StaffCodeTests
{
    [Fact]
    public async Task An_admin_needs_the_code_of_an_app_and_each_code_opens_once()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var voucher = box.Mesh.Voucher("ADMIN-1", StaffRole.Admin);
        Assert.Equal("TOTP_REQUIRED", (await EnterAsync(phone, new { voucher })).ErrorCode);
        var code = box.Mesh.CodeOf(box.Mesh.IdOf(voucher), DateTimeOffset.UtcNow);
        Assert.Equal(HttpStatusCode.Created, (await EnterAsync(phone, new { voucher, code })).Status);
        Assert.Equal("INVALID_TOTP", (await EnterAsync(phone, new { voucher, code })).ErrorCode);
        var soon = await EnterAsync(phone, new { voucher, code });
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (soon.Status, soon.Response.Headers.RetryAfter is not null));
        // The code alone opens nothing, and that of another voucher neither.
        Assert.Equal("INVALID_VOUCHER", (await EnterAsync(phone, new { code })).ErrorCode);
        var other = box.Mesh.Voucher("ADMIN-2", StaffRole.Admin);
        Assert.Equal("INVALID_TOTP", (await EnterAsync(phone, new { voucher = other, code })).ErrorCode);
    }

    [Fact]
    public async Task The_page_asks_an_admin_for_the_code()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var voucher = box.Mesh.Voucher("ADMIN-1", StaffRole.Admin);
        var asked = await phone.PostAsync("/volunteer/enter", ("voucher", voucher));
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Contains("name=\"code\"", asked.Text, StringComparison.Ordinal);
        var entered = await phone.PostAsync("/volunteer/enter", ("voucher", voucher), ("code", box.Mesh.CodeOf(box.Mesh.IdOf(voucher), DateTimeOffset.UtcNow)));
        Assert.Equal((HttpStatusCode.SeeOther, "/volunteer"), (entered.Status, entered.Location));
    }

    private static Task<Phone.Seen> EnterAsync(Phone phone, object body) => phone.JsonAsync(HttpMethod.Post, "/api/v1/duty/enter", body);
}
