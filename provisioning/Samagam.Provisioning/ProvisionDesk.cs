using System.Security.Cryptography;

namespace Samagam.Provisioning;

/// <summary>The same desk for programs: throw-away meshes are provisioned by the very verbs a technician types.</summary>
public static class ProvisionDesk
{
    /// <summary>Runs one verb; gives what it said. Throws <see cref="InvalidOperationException"/> with the refusal when it did not do it.</summary>
    public static string Run(TimeProvider time, params string[] verb)
    {
        using var luck = RandomNumberGenerator.Create();
        using var said = new StringWriter();
        using var refused = new StringWriter();
        var desk = new Desk(said, refused, time, luck, new Words(hindi: false));
        var code = CommandTree.Build(desk).Parse(verb).Invoke();
        return code == Desk.Done ? said.ToString() : throw new InvalidOperationException($"samagam-provision {string.Join(' ', verb)}: {refused}");
    }
}
