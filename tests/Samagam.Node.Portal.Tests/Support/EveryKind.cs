using Samagam.Node.Portal.Access;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>One caller of every kind, each signed in for real.</summary>
internal sealed class EveryKind : IDisposable
{
    private static readonly (Who Who, StaffRole Role)[] Roles =
    [
        (Who.Volunteer, StaffRole.Volunteer), (Who.EmergencyResponder, StaffRole.EmergencyResponder), (Who.Admin, StaffRole.Admin), (Who.Operator, StaffRole.Operator),
        (Who.Technician, StaffRole.Technician), (Who.Manager, StaffRole.Manager),
    ];

    private readonly List<IDisposable> _open = [];
    private readonly Dictionary<Who, string?> _tokens = new() { [Who.Anyone] = null };

    /// <summary>Limits under which a test may make every call many times.</summary>
    public static PortalOptions Unhurried { get; } =
        new() { RequestsPerMinute = 60_000, SearchesPerMinute = 60_000, EntriesPerMinute = 1_000, TilesPerMinute = 60_000, MaxStreams = 10_000, MaxStreamsPerAddress = 10_000 };

    /// <summary>Their bearer tokens; null for who is nobody.</summary>
    public IReadOnlyDictionary<Who, string?> Tokens => _tokens;

    /// <summary>The pilgrim among them.</summary>
    public SignedInPhone Pilgrim { get; private set; } = null!;

    public static async Task<EveryKind> EnterAsync(PortalBox box)
    {
        var all = new EveryKind();
        await all.RegisterAgainAsync(box);
        foreach (var (who, role) in Roles)
        {
            var staff = await Volunteer.EnterAsync(box, "RAM-" + (int)who, onDuty: false, role);
            all._open.Add(staff);
            all._tokens[who] = staff.Token;
        }
        return all;
    }

    /// <summary>Another pilgrim in the place of the one before, who may have signed out.</summary>
    public async Task RegisterAgainAsync(PortalBox box)
    {
        Pilgrim = await box.Phone(cookies: false).RegisterAsync();
        _open.Add(Pilgrim);
        _tokens[Who.Pilgrim] = Pilgrim.Token;
    }

    /// <summary>The token of the first kind that is let in.</summary>
    public string? TokenFor(Who open) => open.HasFlag(Who.Anyone) ? null : _tokens.Where(t => open.HasFlag(t.Key)).Select(t => t.Value).First();

    public void Dispose() => _open.ForEach(o => o.Dispose());
}
