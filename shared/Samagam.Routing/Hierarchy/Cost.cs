namespace Samagam.Routing.Hierarchy;

/// <summary>Costs of a hierarchy: whole numbers (milliseconds, millimetres), none below zero.</summary>
internal static class Cost
{
    /// <summary>No way. Twice it still fits, so that sums need no check; a walk that costs as much counts as none.</summary>
    public const int Infinite = int.MaxValue / 2;
}
