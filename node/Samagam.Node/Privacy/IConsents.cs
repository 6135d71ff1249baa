using Samagam.Core.Ids;

namespace Samagam.Node.Privacy;

/// <summary>What a person allows, as far as a use case must know.</summary>
public interface IConsents
{
    /// <summary>True while the person's last word for this purpose is yes.</summary>
    bool Allows(PersonId person, string purpose);
}

/// <summary>Purposes that are asked about.</summary>
public static class Purposes
{
    /// <summary>To keep where a person was.</summary>
    public const string LocationHistory = "location-history";
}

/// <summary>Of a box that nobody told anything: nothing is allowed.</summary>
public sealed class NoConsents : IConsents
{
    public bool Allows(PersonId person, string purpose) => false;
}
