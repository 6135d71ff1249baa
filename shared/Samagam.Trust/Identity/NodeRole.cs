namespace Samagam.Trust;

/// <summary>What a box is in the mesh.</summary>
public enum NodeRole
{
    /// <summary>A box in the field.</summary>
    Node = 1,
    /// <summary>The peer that never forgets.</summary>
    Hub = 2,
}

/// <summary>Numbers and names of boxes: number 1..65535, DNS name <c>node-7</c> or <c>hub-7</c>, as certificates carry them.</summary>
public static class NodeName
{
    /// <summary>Smallest and largest node number; two bytes on the compact wire, 0 is nobody.</summary>
    public const int MinNumber = 1, MaxNumber = 65535;

    public static bool IsNumber(int number) => number is >= MinNumber and <= MaxNumber;

    /// <summary>The certificate name of a box.</summary>
    public static string Of(int number, NodeRole role) => (role == NodeRole.Hub ? "hub-" : "node-") +
        number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads <c>node-7</c> or <c>hub-7</c>; exact lower case, no leading zeros, nothing else.</summary>
    public static bool TryRead(string name, out int number, out NodeRole role)
    {
        role = name.StartsWith("hub-", StringComparison.Ordinal) ? NodeRole.Hub : NodeRole.Node;
        var head = role == NodeRole.Hub ? 4 : 5;
        return int.TryParse(name.AsSpan(Math.Min(head, name.Length)), System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out number)
            && IsNumber(number) && string.Equals(name, Of(number, role), StringComparison.Ordinal);
    }
}
