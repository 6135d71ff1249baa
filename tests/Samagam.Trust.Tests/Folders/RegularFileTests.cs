using System.Diagnostics;
using Samagam.TestKit;

namespace Samagam.Trust.Tests.Folders;

public sealed class RegularFileTests
{
    [Fact]
    public void Only_a_regular_file_is_opened_and_nobody_waits_for_a_pipe()
    {
        using var folder = new TempFolder();
        var (good, empty, pipe) = (folder.File("good"), folder.File("empty"), folder.File("pipe"));
        File.WriteAllText(good, "x");
        File.WriteAllText(empty, "");
        using (var made = Process.Start("mkfifo", pipe))
        {
            Assert.True(made.WaitForExit(TimeSpan.FromSeconds(10)) && made.ExitCode == 0);
        }
        using (var stream = RegularFile.OpenRead(good))
        {
            Assert.Equal('x', stream.ReadByte());
        }
        foreach (var (path, why) in new[] { (empty, "regular file"), (pipe, "regular file"), ("/dev/zero", "regular file"), (folder.File("."), "folder") })
        {
            Assert.Contains(why, Assert.Throws<IOException>(() => RegularFile.OpenRead(path)).Message, StringComparison.Ordinal);
        }
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(folder.File("nowhere")));
    }
}
