using System.Diagnostics;
using System.Globalization;

namespace Samagam.Launcher;

/// <summary><c>samagam down</c>: stops the mesh of a folder and waits until it has stopped.</summary>
internal static class Down
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string folder, TimeProvider time, CancellationToken stop)
    {
        if (RunningMesh.Read(folder) is not { } mesh)
        {
            Console.WriteLine("No mesh runs from this folder.");
            return 0;
        }
        using var process = Process.GetProcessById(mesh.ProcessId);
        using (Process.Start("kill", ["-TERM", mesh.ProcessId.ToString(CultureInfo.InvariantCulture)]))
        {
            try
            {
                await process.WaitForExitAsync(stop).WaitAsync(Patience, time, stop).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await Console.Error.WriteLineAsync($"Process {mesh.ProcessId} has not stopped within {Patience.TotalSeconds} s.").ConfigureAwait(false);
                return 1;
            }
        }
        Console.WriteLine("Stopped. Keys and data are kept; ./samagam up goes on where it was.");
        return 0;
    }
}
