using System.Diagnostics;

namespace Samagam.EndToEnd.Tests;

/// <summary>A data folder on a disk that is full for real: a small file system of its own, filled to the last page. Who may not mount one has a file where the folder should be.</summary>
internal sealed class FullFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _mounted;

    public FullFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "samagam-test", path) == 0;
        if (!_mounted)
        {
            Directory.Delete(path, recursive: true);
            File.WriteAllText(path, "");
            return;
        }
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
            return;
        }
    }

    private string Filler => Path.Combine(_path, "filler");

    public void MakeRoom() => File.Delete(_mounted ? Filler : _path);

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", "--lazy", _path);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} is missing (Debian package mount)");
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
