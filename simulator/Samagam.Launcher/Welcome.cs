using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using QRCoder;
using Samagam.Processes;
using Spectre.Console;

namespace Samagam.Launcher;

/// <summary>The table of addresses, the QR code and what a person needs to try every role.</summary>
internal static class Welcome
{
    public static void Show(MeshLayout layout, MeshKeys keys)
    {
        var table = new Table { Title = new TableTitle("Samagam is running") }.AddColumns("Box", "Place", "Open this", "HTTPS", "Peers", "MQTT", "MQTT TLS");
        foreach (var number in layout.Numbers.Append(MeshLayout.HubNumber))
        {
            var port = layout.PortOf(number);
            var isHub = number == MeshLayout.HubNumber;
            table.AddRow(
                MeshFiles.NameOf(number),
                layout.PlaceOf(number).Name,
                layout.HttpOf(number) + (isHub ? "/ (board)" : "/"),
                Text(port + 1),
                Text(port + 2),
                isHub ? "" : Text(port + 3),
                isHub ? "" : Text(port + 4));
        }
        AnsiConsole.Write(table);
        var onLoopback = IPAddress.IsLoopback(IPAddress.Parse(layout.Listen));
        var portal = onLoopback ? layout.HttpOf(1) + "/" : $"http://{LanAddress(layout)}:{layout.PortOf(1)}/";
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine(onLoopback
            ? $"Portal of node-0: {portal}  [yellow](this machine only; --listen 0.0.0.0 lets phones in)[/]"
            : $"Portal of node-0: {portal}");
        using var code = QRCodeGenerator.GenerateQrCode(portal, QRCodeGenerator.ECCLevel.L);
        Console.WriteLine(new AsciiQRCode(code).GetGraphicSmall(drawQuietZones: true));
        Console.WriteLine("Try it:");
        Console.WriteLine($"  a pilgrim    open {portal} and press SOS");
        Console.WriteLine("  a volunteer  open this link (it carries a voucher) and go on duty:");
        Console.WriteLine($"               {layout.HttpOf(layout.Nodes)}/volunteer?voucher={keys.Volunteer}");
        Console.WriteLine("               a second one, in another browser:");
        Console.WriteLine($"               {layout.HttpOf(layout.Nodes)}/volunteer?voucher={keys.SecondVolunteer}");
        Console.WriteLine($"  the board    open {layout.HttpOf(MeshLayout.HubNumber)}/ ; to read what callers said and end calls, enter there with this voucher:");
        Console.WriteLine($"               {keys.Operator}");
        Console.WriteLine($"  a code       codes to sign in by a number go to no telephone here; they are at {layout.HttpOf(1)}/api/v1/auth/outbox");
        Console.WriteLine("  a button     " + string.Create(CultureInfo.InvariantCulture, $"mosquitto_pub -h {layout.DialAddress} -p {layout.PortOf(1) + 3} -q 1 -u {keys.ButtonId} -P {keys.ButtonSecret} -t samagam/v1/devices/{keys.ButtonId}/sos -m press"));
        Console.WriteLine();
        Console.WriteLine("Ctrl-C stops everything. What happens:");
    }

    private static string LanAddress(MeshLayout layout) =>
        layout.Listen is not ("0.0.0.0" or "::")
            ? layout.Listen
            : NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address)
                .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
