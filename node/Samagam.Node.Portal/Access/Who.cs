using Samagam.Trust;

namespace Samagam.Node.Portal.Access;

/// <summary>Who may make a call. One person has one of these at a time; a call names all it is open to.</summary>
[Flags]
internal enum Who
{
    None = 0,

    /// <summary>A phone that signed in to nothing: everybody in range.</summary>
    Anyone = 1,

    /// <summary>A pilgrim with an account, proved by a phone number or not.</summary>
    Pilgrim = 2,
    Volunteer = 4,
    EmergencyResponder = 8,
    Admin = 16,
    Operator = 32,
    Technician = 64,
    Manager = 128,

    /// <summary>Those who may close and open paths, and decide for others.</summary>
    Authority = Admin | Operator | Manager,
    Staff = Volunteer | EmergencyResponder | Admin | Operator | Technician | Manager,

    /// <summary>Whoever is somebody.</summary>
    Signed = Pilgrim | Staff,
    Everybody = Anyone | Signed,
}

/// <summary>Whose things a call touches, beyond who may make it; the use case decides it, the table of access tells it.</summary>
internal enum Whose
{
    /// <summary>Everybody's.</summary>
    Shared,

    /// <summary>The caller's own only; another's are as if they did not exist.</summary>
    Own,

    /// <summary>Of a group the caller belongs to.</summary>
    Group,

    /// <summary>Of a group the caller owns.</summary>
    OwnGroup,

    /// <summary>Whoever knows the secret id: a call for help, a route.</summary>
    Known,
}

internal static class Roles
{
    public static Who Of(StaffRole role) => role switch
    {
        StaffRole.Volunteer => Who.Volunteer,
        StaffRole.EmergencyResponder => Who.EmergencyResponder,
        StaffRole.Admin => Who.Admin,
        StaffRole.Operator => Who.Operator,
        StaffRole.Technician => Who.Technician,
        StaffRole.Manager => Who.Manager,
        _ => Who.None,
    };
}
