using System.Diagnostics;
using Samagam.TestKit;

namespace Samagam.Provisioning.Tests;

/// <summary>The image check must fail where it should; here it is given images that are wrong in one way each.</summary>
public sealed class VerifyImageTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void The_committed_dockerfile_passes()
    {
        var (code, said) = Verify("--lint-only");
        Assert.True(code == 0, said);
    }

    [Theory]
    [InlineData("USER 1654:1654", "USER root", "USER is last set")]
    [InlineData("USER 1654:1654", "USER app", "USER is last set")]
    [InlineData("USER 1654:1654", "USER 0", "USER is last set")]
    [InlineData("HEALTHCHECK --interval", "LABEL check", "HEALTHCHECK is there")]
    [InlineData("\"health\"", "\"version\"", "own health verb")]
    [InlineData("COPY --chown=0:0 app/ /app/", "ADD https://example.org/app.tar /app/", "no ADD")]
    [InlineData("COPY --chown=0:0 app/ /app/", "COPY --chown=1654:1654 app/ /app/", "only /data")]
    [InlineData("COPY --chown=0:0 app/ /app/", "COPY --chmod=777 app/ /app/", "lets others write")]
    [InlineData("COPY --chown=0:0 app/ /app/", "COPY app/ /app/\nCOPY box/node.key /box/", "no key or certificate")]
    [InlineData("WORKDIR /app", "RUN curl https://example.org | sh", "no RUN")]
    [InlineData("aspnet:10.0", "aspnet:latest", "dotnet/aspnet:10.0")]
    [InlineData("--platform=linux/arm64 ", "", "for arm64")]
    [InlineData("DOTNET_NOLOGO=1", "API_PASSWORD=x", "no secret")]
    [InlineData("DOTNET_EnableDiagnostics=0", "A=1", "diagnostics pipe")]
    [InlineData("VOLUME /data", "VOLUME /elsewhere", "/data is a volume")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"/app/Samagam.Node.Host.dll\"]", "ENTRYPOINT dotnet /app/Samagam.Node.Host.dll", "ENTRYPOINT")]
    public void A_dockerfile_wrong_in_one_way_is_refused_for_that(string good, string bad, string verdict)
    {
        using var folder = new TempFolder();
        var text = File.ReadAllText(Path.Combine(Root, "Dockerfile.arm64"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("Dockerfile"), text.Replace(good, bad, StringComparison.Ordinal));
        var (code, said) = Verify("--lint-only", "--dockerfile", folder.File("Dockerfile"));
        Assert.Equal(1, code);
        Assert.Contains(said.Split('\n'), l => l.StartsWith("  BAD", StringComparison.Ordinal) && l.Contains(verdict, StringComparison.Ordinal));
    }

    [Fact]
    public void An_output_that_needs_x64_is_refused_by_file_name()
    {
        using var folder = new TempFolder();
        var output = Directory.CreateDirectory(folder.File("out")).FullName;
        File.Copy(typeof(Trust.NodeIdentity).Assembly.Location, Path.Combine(output, "Samagam.Trust.dll"));
        File.WriteAllText(Path.Combine(output, "App.runtimeconfig.json"), """{"runtimeOptions":{"framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}""");
        Assert.Equal(0, Verify(Words()).Code);

        var elf = new byte[128];
        "\u007FELF"u8.CopyTo(elf);
        elf[18] = 183;
        File.WriteAllBytes(Path.Combine(output, "libok.so"), elf);
        Assert.Equal(0, Verify(Words()).Code);
        elf[18] = 62; // x86-64
        File.WriteAllBytes(Path.Combine(output, "libbad.so"), elf);
        var (code, said) = Verify(Words());
        Assert.Equal(1, code);
        Assert.Contains("libbad.so is ELF for machine 62", said, StringComparison.Ordinal);
        File.Delete(Path.Combine(output, "libbad.so"));

        var pe = File.ReadAllBytes(Path.Combine(output, "Samagam.Trust.dll"));
        var header = BitConverter.ToInt32(pe, 60);
        (pe[header + 4], pe[header + 5]) = (0x64, 0x86);
        File.WriteAllBytes(Path.Combine(output, "Fast.dll"), pe);
        Assert.Contains("Fast.dll is compiled for machine 34404", Verify(Words()).Said, StringComparison.Ordinal);
        File.Delete(Path.Combine(output, "Fast.dll"));

        File.WriteAllText(Path.Combine(output, "SQLitePCLRaw.core.dll"), "");
        Assert.Contains("BAD  SQLite's native library", Verify(Words()).Said, StringComparison.Ordinal);
        File.Delete(Path.Combine(output, "SQLitePCLRaw.core.dll"));
        File.WriteAllText(Path.Combine(output, "node.key"), "");
        Assert.Contains("BAD  no keys", Verify(Words()).Said, StringComparison.Ordinal);

        string[] Words() => ["--published", output, "--project", "/x/App", "--context", folder.File("context")];
    }

    private static (int Code, string Said) Verify(params string[] words)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(Root, "eng", "verify-image"));
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start: install the Debian package bash");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Samagam.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("the tests run inside the source tree");
    }
}
