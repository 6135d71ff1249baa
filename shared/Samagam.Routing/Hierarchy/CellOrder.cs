using System.Numerics;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Orders a cell that is too small to cut: again and again the node with the fewest neighbours (minimum degree, Tinney
/// and Walker 1967), counting those outside the cell, which are all ranked higher.
/// </summary>
internal static class CellOrder
{
    /// <summary>Most nodes of a cell; with its surroundings it has to fit a machine word.</summary>
    public const int MaxNodes = 32;

    /// <param name="graph">The graph the cell is part of.</param>
    /// <param name="cell">Its nodes.</param>
    /// <param name="order">Receives them in rising rank.</param>
    public static void Run(NeighbourGraph graph, ReadOnlySpan<int> cell, Span<int> order)
    {
        Span<int> known = stackalloc int[64];
        Span<ulong> row = stackalloc ulong[MaxNodes];
        cell.CopyTo(known);
        var count = cell.Length;
        for (var i = 0; i < cell.Length; i++)
        {
            row[i] = 0;
            for (var a = graph.First[cell[i]]; a < graph.First[cell[i] + 1]; a++)
            {
                var at = known[..count].IndexOf(graph.Neighbours[a]);
                if (at < 0 && count < 64)
                {
                    known[at = count++] = graph.Neighbours[a];
                }
                // Surroundings beyond the word are left out: the order is a little worse, nothing else.
                row[i] |= at < 0 ? 0 : 1ul << at;
            }
        }
        var left = cell.Length == 64 ? ulong.MaxValue : (1ul << cell.Length) - 1;
        for (var rank = 0; rank < cell.Length; rank++)
        {
            var (least, fewest) = (-1, int.MaxValue);
            for (var rest = left; rest != 0; rest &= rest - 1)
            {
                var v = BitOperations.TrailingZeroCount(rest);
                var degree = BitOperations.PopCount(row[v]);
                (least, fewest) = degree < fewest ? (v, degree) : (least, fewest);
            }
            order[rank] = cell[least];
            left &= ~(1ul << least);
            for (var near = row[least] & left; near != 0; near &= near - 1)
            {
                var v = BitOperations.TrailingZeroCount(near);
                row[v] = (row[v] | row[least]) & ~((1ul << least) | (1ul << v));
            }
        }
    }
}
