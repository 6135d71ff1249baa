using System.Text;

namespace Samagam.Node.Portal.Access;

/// <summary>Who may make which call, as the text of <c>docs/access.md</c>: a change of access is a change of that file.</summary>
internal static class AccessTable
{
    /// <summary>The columns: one kind of caller each.</summary>
    public static readonly IReadOnlyList<(string Title, Who Who)> Columns =
    [
        ("Anyone", Who.Anyone), ("Pilgrim", Who.Pilgrim), ("Volunteer", Who.Volunteer), ("Emergency responder", Who.EmergencyResponder), ("Admin", Who.Admin),
        ("Operator", Who.Operator), ("Technician", Who.Technician), ("Manager", Who.Manager),
    ];

    /// <summary>The words of a caller's kinds, in the order of the columns.</summary>
    public static IEnumerable<string> WordsOf(Who who) => Columns.Where(c => who.HasFlag(c.Who)).Select(c => c.Title.ToLowerInvariant().Replace(' ', '_'));

    /// <summary>What a caller may touch, in a word.</summary>
    public static string WordOf(Whose whose) => whose switch
    {
        Whose.Own => "own",
        Whose.Group => "of a group one is in",
        Whose.OwnGroup => "of a group one owns",
        Whose.Known => "whoever knows the id",
        _ => "everybody's",
    };

    /// <summary>What a pace is, in words.</summary>
    public static string WordOf(ApiPace pace) => pace switch
    {
        ApiPace.General => "general",
        ApiPace.Search => "search",
        ApiPace.Auth => "auth",
        ApiPace.Tile => "tile",
        ApiPace.Location => "location",
        _ => "none",
    };

    public static string Write(IEnumerable<ApiOperation> operations)
    {
        var text = new StringBuilder();
        text.Append("# Who may make which call\n\n")
            .Append("Written from what each call says of itself (`ApiCall`) and compared by a test, which also makes every call as every kind of caller. `x` passes, an empty cell is 403, for\n")
            .Append("anyone who is not signed in 401. A token that has ended, is forged, or was signed by a box that is no longer trusted counts as none. Things of another person or group are\n")
            .Append("404, as if they were not there. An endpoint that says nothing is closed to everybody.\n\n")
            .Append("Paces: general 100 a minute, search 30 a minute, auth 10 a minute for an address, location 10 a second, tile 600 a minute; none for calls for help and the answers to them.\n\n")
            .Append("| Call | Method and path |").AppendJoin('|', Columns.Select(c => $" {c.Title} ")).Append("| Whose | Pace |\n")
            .Append("|---|---|").Append(string.Concat(Columns.Select(_ => ":-:|"))).Append("---|---|\n");
        foreach (var o in operations)
        {
            text.Append("| ").Append(o.Id).Append(" | `").Append(o.Method).Append(' ').Append(o.Path).Append("` |")
                .AppendJoin('|', Columns.Select(c => o.Call.Who.HasFlag(c.Who) ? " x " : " "))
                .Append("| ").Append(WordOf(o.Call.Whose)).Append(" | ").Append(WordOf(o.Pace)).Append(" |\n");
        }
        return text.ToString();
    }
}
