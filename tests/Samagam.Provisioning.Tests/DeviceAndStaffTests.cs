using System.Text.Json;
using Samagam.Trust;

namespace Samagam.Provisioning.Tests;

public sealed class DeviceAndStaffTests
{
    private static AuthorityCertificate Authority(Cli cli) => AuthorityCertificate.ReadPem(File.ReadAllText(Path.Combine(cli.Mesh, "mesh-ca.crt"))).Value!;

    private static string After(string said, string word) =>
        said.Split('\n').Single(l => l.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();

    [Fact]
    public void A_device_secret_is_told_once_and_believed_by_the_list()
    {
        using var cli = new Cli();
        cli.Init();
        string[] words = ["device", "issue", "--mesh", cli.Mesh, "--id", "button-7", "--label", "Step 12", "--lat", "23.1", "--lon", "75.7"];
        var secret = After(cli.Must(words), "secret");
        Assert.True(DeviceList.Load(cli.Mesh, Authority(cli)).Value!.Verify("button-7", secret).Ok);
        cli.Refused("already there", words);
        using var json = JsonDocument.Parse(cli.Must([.. words, "--replace", "--json", "--topic", "samagam/v1/devices/button-7/press"]));
        var list = DeviceList.Load(cli.Mesh, Authority(cli)).Value!;
        Assert.Equal(TrustProblem.WrongSecret, list.Verify("button-7", secret).Problem);
        Assert.Equal(["samagam/v1/devices/button-7/press"], list.Verify("button-7", json.RootElement.GetProperty("secret").GetString()!).Value!.Topics);
        cli.Refused("device id", "device", "issue", "--mesh", cli.Mesh, "--id", "a/b", "--label", "x", "--lat", "1", "--lon", "1");
        cli.Refused("topic", "device", "issue", "--mesh", cli.Mesh, "--id", "b", "--label", "x", "--lat", "1", "--lon", "1", "--topic", "a/#/b");
        cli.Refused("place", "device", "issue", "--mesh", cli.Mesh, "--id", "b", "--label", "x", "--lat", "91", "--lon", "1");
    }

    [Fact]
    public void A_voucher_from_the_desk_is_believed_by_a_box_that_never_met_it()
    {
        using var cli = new Cli();
        cli.Init();
        var text = After(cli.Must("staff", "voucher", "--mesh", cli.Mesh, "--name", "आशा शर्मा", "--role", "emergency_responder", "--skill", "first-aid", "--skill", "swim", "--days", "3", "--qr"), "voucher");
        var authority = Authority(cli);
        var voucher = StaffVoucher.Verify(text, authority.MeshName, new BestTime(DateTimeOffset.UtcNow.AddDays(2), true), authority.Key).Value!;
        Assert.Equal((StaffRole.EmergencyResponder, "आशा शर्मा"), (voucher.Role, voucher.DisplayName));
        Assert.Equal(["first-aid", "swim"], voucher.Skills);
        Assert.Equal(TrustProblem.Expired, StaffVoucher.Verify(text, authority.MeshName, new BestTime(DateTimeOffset.UtcNow.AddDays(4), true), authority.Key).Problem);
    }

    [Fact]
    public void A_voucher_comes_as_json_and_as_a_picture_too()
    {
        using var cli = new Cli();
        cli.Init();
        using var json = JsonDocument.Parse(cli.Must("staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--json", "--png", cli.At("badge.png")));
        var authority = Authority(cli);
        Assert.True(StaffVoucher.Verify(json.RootElement.GetProperty("voucher").GetString()!, authority.MeshName, new BestTime(DateTimeOffset.UtcNow, true), authority.Key).Ok);
        Assert.Equal("89504e470d0a1a0a", Convert.ToHexStringLower(File.ReadAllBytes(cli.At("badge.png")).AsSpan(0, 8)));
    }

    [Fact]
    public void An_admin_s_voucher_comes_with_what_the_authenticator_app_scans()
    {
        using var cli = new Cli();
        cli.Init();
        using var json = JsonDocument.Parse(cli.Must("staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--role", "admin", "--json"));
        using var key = MeshKey.Read(File.ReadAllText(Path.Combine(cli.Mesh, NodeIdentity.MeshKeyFile))).Value!;
        var secret = Totp.SecretOf(key, json.RootElement.GetProperty("id").GetString()!);
        Assert.Equal(Totp.UriOf(secret, "Simhastha 2028", "Asha"), json.RootElement.GetProperty("authenticator").GetString());
        Assert.Contains("otpauth://totp/", cli.Must("staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--role", "admin"), StringComparison.Ordinal);
        Assert.DoesNotContain("otpauth", cli.Must("staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_voucher_that_can_not_be_is_refused()
    {
        using var cli = new Cli();
        cli.Init();
        cli.Refused("display name", "staff", "voucher", "--mesh", cli.Mesh, "--name", new string('n', 61));
        cli.Refused("400 days", "staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--days", "401");
        cli.Refused("skills", "staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--skill", "First Aid");
        Assert.Equal(1, cli.Run("staff", "voucher", "--mesh", cli.Mesh, "--name", "Asha", "--role", "king").Code);
    }
}
