namespace Samagam.Simulation.World;

/// <summary>
/// "Sometimes" marks: each names a fault or an interesting path that must have happened in some seed; a swarm in which one never
/// happened has proved nothing about it.
/// </summary>
public sealed class Marks
{
    private readonly SortedDictionary<string, long> _seen = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Seen => _seen;

    public void See(string name) => _seen[name] = _seen.GetValueOrDefault(name) + 1;
}
