namespace Samagam.Mesh;

/// <summary>Pumps that run side by side.</summary>
public static class Pumps
{
    /// <summary>Completes when all have ended, and throws as soon as one ends by a fault: a dead pump is never left unnoticed beside living ones.</summary>
    public static async Task RunAsync(params IEnumerable<Task> pumps)
    {
        var running = pumps.ToList();
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
            running.Remove(ended);
        }
    }
}
