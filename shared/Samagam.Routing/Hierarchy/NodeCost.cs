namespace Samagam.Routing.Hierarchy;

/// <summary>What it costs between a place and a node, by rank: one of the many nodes a walk may start or end at.</summary>
internal readonly record struct NodeCost(int Rank, int Cost);
