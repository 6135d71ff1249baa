namespace Samagam.Core.Facts;

/// <summary>What happens to a fact that arrives.</summary>
public enum Admission
{
    /// <summary>New here: made durable.</summary>
    Accepted,

    /// <summary>Known already, or superseded on arrival: counts as known, nothing to do.</summary>
    Known,

    /// <summary>The same identity with other content (a cloned box): kept apart and alarmed, the first stays.</summary>
    Conflict,

    /// <summary>Not believable: bad signature, unknown or revoked origin, malformed. Not known, not passed on.</summary>
    Refused,
}
