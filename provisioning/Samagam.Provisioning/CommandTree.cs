using System.CommandLine;

namespace Samagam.Provisioning;

/// <summary>The command line: <c>mesh init | node issue, revoke, inspect | device issue | staff voucher | bundle | map build, inspect, verify | content publish, inspect, verify</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Desk desk)
    {
        var w = desk.Words;
        var root = new RootCommand(w[
            "Makes the identity of a Samagam mesh: its authority, its boxes, devices and staff. Nothing here needs a network.",
            "समागम मेश की पहचान बनाता है: प्राधिकरण, बक्से, उपकरण और सेवादार। नेटवर्क की ज़रूरत नहीं।"]);
        root.Subcommands.Add(new Command("mesh", w["The mesh as a whole", "पूरा मेश"]) { MeshInit.Build(desk) });
        root.Subcommands.Add(new Command("node", w["Boxes (nodes and hubs)", "बक्से (नोड और हब)"])
        {
            NodeIssue.Build(desk), NodeRevoke.Build(desk), NodeInspect.Build(desk),
        });
        root.Subcommands.Add(new Command("device", w["MQTT devices: panic buttons, counters, signs", "MQTT उपकरण: आपात बटन, गणक, सूचना पट"]) { DeviceIssue.Build(desk) });
        root.Subcommands.Add(new Command("staff", w["Volunteers and other staff", "स्वयंसेवक और अन्य सेवादार"]) { StaffVoucherVerb.Build(desk) });
        root.Subcommands.Add(Bundle.Build(desk));
        root.Subcommands.Add(new Command("map", w["Map packs: what a box reads in a tenth of a second", "मानचित्र पैक: जिसे बक्सा पल भर में पढ़ता है"])
        {
            MapBuild.Build(desk), MapInspect.Build(desk), MapVerify.Build(desk),
        });
        var content = new Command("content", w["Content packs: what pilgrims can visit, hear and plan", "सामग्री पैक: दर्शनीय स्थल, ध्वनि और योजनाएँ"]);
        foreach (var verb in ContentVerbs.Build(desk))
        {
            content.Subcommands.Add(verb);
        }
        root.Subcommands.Add(content);
        return root;
    }
}
