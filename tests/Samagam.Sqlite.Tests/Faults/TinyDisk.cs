using System.Diagnostics;
using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

/// <summary>A disk of 2 MB in a folder of its own; only root may mount one, and not in every container.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TempFolder _folder;

    private TinyDisk(TempFolder folder) => _folder = folder;

    public TempFolder Folder => _folder;

    /// <summary>Null where mounting is not allowed.</summary>
    public static TinyDisk? TryMount()
    {
        var folder = new TempFolder();
        if (Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.Path) == 0)
        {
            return new TinyDisk(folder);
        }
        folder.Dispose();
        return null;
    }

    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _folder.Path));

    public void Dispose()
    {
        Assert.Equal(0, Run("umount", _folder.Path));
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
