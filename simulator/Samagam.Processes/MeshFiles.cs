using System.Globalization;
using System.Text.Json;
using Samagam.Provisioning;

namespace Samagam.Processes;

/// <summary>What a person needs to try a role.</summary>
/// <param name="Manager">May give orders about paths at any node.</param>
/// <param name="ButtonId">MQTT user and secret of a panic button.</param>
/// <param name="CounterId">MQTT user and secret of a people counter.</param>
public sealed record MeshKeys(
    string Volunteer, string SecondVolunteer, string Operator, string Manager, string ButtonId, string ButtonSecret, string CounterId, string CounterSecret);

/// <summary>The folders of a throw-away mesh: the authority's and one signed folder a box, made by provisioning's own verbs.</summary>
public sealed class MeshFiles
{
    private readonly TimeProvider _time;

    private MeshFiles(string root, MeshLayout layout, TimeProvider time) => (Root, Layout, _time) = (root, layout, time);

    public string Root { get; }
    public MeshLayout Layout { get; }
    public string Authority => Path.Combine(Root, "authority");

    public string FolderOf(int number) => Path.Combine(Root, "boxes", NameOf(number));

    /// <summary>Where the box writes; kept when the mesh is started again.</summary>
    public string DataOf(int number) => Path.Combine(Root, "data", NameOf(number));

    public static string NameOf(int number) =>
        number == MeshLayout.HubNumber ? "hub" : string.Create(CultureInfo.InvariantCulture, $"node-{number - 1}");

    /// <summary>
    /// Makes or renews the folders under <paramref name="root"/>. Keys and data of an earlier run stay, so that a mesh started again is the
    /// same mesh; boxes are issued anew when the plan has changed.
    /// </summary>
    public static (MeshFiles Files, MeshKeys Keys) Provision(string root, MeshLayout layout, TimeProvider time)
    {
        if (layout.Problem() is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
        var files = new MeshFiles(Path.GetFullPath(root), layout, time);
        Directory.CreateDirectory(files.Root);
        if (!Directory.Exists(files.Authority))
        {
            files.Say("mesh", "init", "--dir", files.Authority, "--name", "Samagam trial");
        }
        foreach (var number in layout.Numbers.Append(MeshLayout.HubNumber))
        {
            files.Issue(number);
        }
        var keys = files.Keys();
        files.Bundle();
        return (files, keys);
    }

    /// <summary>Signs every folder anew with what the authority says now.</summary>
    public void Bundle() =>
        Say(["bundle", "--mesh", Authority, .. Layout.Numbers.Append(MeshLayout.HubNumber).Select(FolderOf)]);

    /// <summary>A voucher for a member of staff, as text.</summary>
    public string Voucher(string name, string role, params string[] skills)
    {
        var said = Say(["staff", "voucher", "--mesh", Authority, "--name", name, "--role", role, "--json", .. skills.SelectMany(s => (string[])["--skill", s])]);
        using var answer = JsonDocument.Parse(said);
        return answer.RootElement.GetProperty("voucher").GetString()!;
    }

    /// <summary>A device's secret.</summary>
    public string Device(string id, string label, BoxPlace place)
    {
        var said = Say(
            "device", "issue", "--mesh", Authority, "--id", id, "--label", label, "--replace", "--json",
            "--lat", Number(place.LatitudeDeg), "--lon", Number(place.LongitudeDeg));
        using var answer = JsonDocument.Parse(said);
        return answer.RootElement.GetProperty("secret").GetString()!;
    }

    /// <summary>Takes a box's certificate back and gives the signed list into the inbox of another box.</summary>
    public void Revoke(int number, int tellBox)
    {
        Say("node", "revoke", "--mesh", Authority, "--number", Number(number), "--reason", "trial");
        var inbox = Directory.CreateDirectory(Path.Combine(DataOf(tellBox), "inbox")).FullName;
        // The list is what is watched for, so its signature goes first.
        foreach (var name in (string[])["revocations.sig", "revocations.json"])
        {
            File.Copy(Path.Combine(Authority, name), Path.Combine(inbox, name), overwrite: true);
        }
    }

    private void Issue(int number)
    {
        var folder = FolderOf(number);
        var taken = Directory.Exists(folder);
        if (taken)
        {
            Directory.Delete(folder, recursive: true);
        }
        var place = Layout.PlaceOf(number);
        var port = Layout.PortOf(number);
        List<string> verb =
        [
            "node", "issue", "--mesh", Authority, "--number", Number(number), "--name", place.Name, "--name-hi", place.NameHi,
            "--lat", Number(place.LatitudeDeg), "--lon", Number(place.LongitudeDeg), "--sector", Number(place.Sector),
            "--role", number == MeshLayout.HubNumber ? "hub" : "node", "--listen", Layout.Listen, "--data", DataOf(number), "--clock", Layout.Clock,
            "--http", Number(port), "--https", Number(port + 1), "--peers", Number(port + 2), "--mqtt", Number(port + 3), "--mqtt-tls", Number(port + 4),
            "--host", Layout.DialAddress, "--out", folder,
        ];
        foreach (var neighbour in Layout.NeighboursOf(number))
        {
            var end = Layout.Between(number, Layout.EndOf(neighbour));
            verb.AddRange(["--neighbour", string.Create(CultureInfo.InvariantCulture, $"{end.Number}={end.Host}:{end.PeersPort}:{end.MqttTlsPort}")]);
        }
        if (Layout.MapFile is { } map)
        {
            verb.AddRange(["--map", Path.GetFullPath(map)]);
        }
        try
        {
            Say([.. verb]);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("--replace", StringComparison.Ordinal))
        {
            // The box of an earlier run: a new certificate for the same number.
            Say([.. verb, "--replace"]);
        }
    }

    private MeshKeys Keys()
    {
        const string Button = "button-0";
        const string Counter = "counter-0";
        var place = Layout.PlaceOf(1);
        return new MeshKeys(
            Voucher("Asha", "volunteer", "first-aid"),
            Voucher("Bharat", "volunteer", "first-aid"),
            Voucher("Control", "operator"),
            Voucher("Meera", "manager"),
            Button,
            Device(Button, $"{place.Name}, step 12", place),
            Counter,
            Device(Counter, $"{place.Name}, people counter", place));
    }

    private string Say(params string[] verb) => ProvisionDesk.Run(_time, verb);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
