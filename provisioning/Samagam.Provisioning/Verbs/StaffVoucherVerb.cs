using System.CommandLine;
using System.Text.Json;
using QRCoder;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>staff voucher</c>: a badge that makes a person staff at any box, as text, terminal QR code or picture.</summary>
internal static class StaffVoucherVerb
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var mesh = Shared.Mesh(w);
        var name = new Option<string>("--name") { Required = true, Description = w["Display name", "दिखाया जाने वाला नाम"] };
        var role = new Option<string>("--role") { DefaultValueFactory = _ => "volunteer", Description = w["Role: ", "भूमिका: "] + string.Join(", ", StaffRoleName.All) };
        role.AcceptOnlyFromAmong([.. StaffRoleName.All]);
        var skills = new Option<string[]>("--skill") { Description = w["Skill, e.g. first-aid; may repeat", "कौशल, जैसे first-aid; दोहरा सकते हैं"] };
        var days = new Option<int>("--days") { DefaultValueFactory = _ => 45, Description = w["Valid for this many days from now (1 to 400)", "आज से कितने दिन मान्य (1 से 400)"] };
        var qr = new Option<bool>("--qr") { Description = w["Show a QR code", "QR कोड दिखाएँ"] };
        var png = new Option<string?>("--png") { Description = w["Write the QR code as a picture for the badge", "बैज के लिए QR चित्र लिखें"] };
        var json = Shared.Json(w);
        var command = new Command("voucher", w["Signs a voucher for a member of staff", "सेवादार का पर्चा बनाता है"]) { mesh, name, role, skills, days, qr, png, json };
        command.SetAction(p => desk.Try(() => Run(desk, p.GetRequiredValue(mesh), p.GetRequiredValue(name), p.GetRequiredValue(role), p.GetValue(skills) ?? [],
            p.GetValue(days), p.GetValue(qr), p.GetValue(png), p.GetValue(json))));
        return command;
    }

    private static int Run(Desk desk, string folder, string name, string roleName, string[] skills, int days, bool qr, string? png, bool json)
    {
        if (!StaffRoleName.TryRead(roleName, out var role) || days is < 1 or > 400)
        {
            return desk.Refuse("a voucher is valid for 1 to 400 days");
        }
        var opened = MeshFolder.Open(folder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        // From an hour ago: a box's clock may be behind the technician's.
        var from = desk.Now.AddHours(-1).ToUnixTimeSeconds();
        var voucher = new StaffVoucher(StaffVoucher.NewId(desk.Luck), role, name, skills, (uint)from, (uint)desk.Now.AddDays(days).ToUnixTimeSeconds(), mesh.Authority.MeshName);
        var text = voucher.Issue(mesh.Authority.Key);
        if (!text.Ok)
        {
            return desk.Refuse(text.Reason);
        }
        if (png is not null)
        {
            using var picture = Code(text.Value);
            LimitedFile.Replace(png, new PngByteQRCode(picture).GetGraphic(8), secret: true);
        }
        // An admin enters with a second step; its secret follows from the mesh's key, so it can be shown again but is kept nowhere.
        var app = role == StaffRole.Admin ? AppOf(mesh, voucher) : null;
        if (json)
        {
            var said = new Dictionary<string, object>
            {
                ["id"] = voucher.Id,
                ["voucher"] = text.Value,
                ["role"] = roleName,
                ["name"] = name,
                ["validUntilUnixS"] = voucher.ValidUntilUnixS,
            };
            if (app is not null)
            {
                said["authenticator"] = app;
            }
            desk.Out.WriteLine(JsonSerializer.Serialize(said, Answer.Json));
            return Desk.Done;
        }
        desk.Out.WriteLine($"voucher     {text.Value}");
        desk.Out.WriteLine($"for         {name}, {roleName}{(skills.Length > 0 ? ": " + string.Join(", ", skills) : "")}");
        desk.Out.WriteLine($"id          {voucher.Id}");
        desk.Out.WriteLine($"valid until {voucher.ValidUntil:u}");
        if (qr)
        {
            using var code = Code(text.Value);
            desk.Out.WriteLine(new AsciiQRCode(code).GetGraphicSmall(drawQuietZones: true));
        }
        if (app is not null)
        {
            desk.Out.WriteLine("authenticator app, for the admin's eyes only; scan it now:");
            desk.Out.WriteLine(app);
            using var code = Code(app);
            desk.Out.WriteLine(new AsciiQRCode(code).GetGraphicSmall(drawQuietZones: true));
        }
        return Desk.Done;
    }

    private static string AppOf(MeshFolder mesh, StaffVoucher voucher)
    {
        using var key = MeshKey.Read(mesh.MeshKeyText).Value!;
        return Totp.UriOf(Totp.SecretOf(key, voucher.Id), mesh.Authority.MeshName, voucher.DisplayName);
    }

    private static QRCodeData Code(string text) => QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
}
