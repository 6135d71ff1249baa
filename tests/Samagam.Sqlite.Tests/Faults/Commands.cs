using System.Diagnostics;

namespace Samagam.Sqlite.Tests;

/// <summary>Programs of the system a test needs.</summary>
internal static class Commands
{
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
