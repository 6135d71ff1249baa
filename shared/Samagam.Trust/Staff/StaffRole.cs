namespace Samagam.Trust;

/// <summary>What a member of staff may be. The numbers are on the wire of vouchers: never renumber.</summary>
public enum StaffRole
{
    Volunteer = 1,
    EmergencyResponder = 2,
    Admin = 3,
    Operator = 4,
    Technician = 5,
    Manager = 6,
}

/// <summary>The names of roles as API and command line say them.</summary>
public static class StaffRoleName
{
    /// <summary>All names, for help texts.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<StaffRole>().Select(Of)];

    public static string Of(StaffRole role) => role switch
    {
        StaffRole.Volunteer => "volunteer",
        StaffRole.EmergencyResponder => "emergency_responder",
        StaffRole.Admin => "admin",
        StaffRole.Operator => "operator",
        StaffRole.Technician => "technician",
        StaffRole.Manager => "manager",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    public static bool TryRead(string? name, out StaffRole role)
    {
        foreach (var candidate in Enum.GetValues<StaffRole>())
        {
            if (string.Equals(Of(candidate), name, StringComparison.Ordinal))
            {
                role = candidate;
                return true;
            }
        }
        role = default;
        return false;
    }
}
