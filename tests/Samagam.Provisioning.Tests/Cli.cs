using System.Diagnostics;
using Samagam.TestKit;

namespace Samagam.Provisioning.Tests;

/// <summary>The real command line as a process, with a folder of its own and a mesh where a test wants one.</summary>
public sealed class Cli : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Samagam.Provisioning.dll");
    private readonly TempFolder _folder = new();

    public string Mesh => At("mesh");

    public string At(string name) => _folder.File(name);

    public sealed record Answer(int Code, string Out, string Error)
    {
        public override string ToString() => $"exit {Code}\n{Out}\n{Error}";
    }

    public Answer Run(params string[] arguments) => Run("C.UTF-8", arguments);

    public Answer Run(string locale, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        start.Environment["LC_ALL"] = locale;
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException("samagam-provision did not end: " + string.Join(' ', arguments));
        }
        return new Answer(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Runs and expects success.</summary>
    public string Must(params string[] arguments)
    {
        var answer = Run(arguments);
        Assert.True(answer.Code == 0, answer.ToString());
        Assert.Equal("", answer.Error);
        return answer.Out;
    }

    /// <summary>Runs and expects a refusal that says <paramref name="why"/> on one line, without a trace.</summary>
    public void Refused(string why, params string[] arguments)
    {
        var answer = Run(arguments);
        Assert.True(answer.Code == 2, answer.ToString());
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    public string Init()
    {
        Must("mesh", "init", "--dir", Mesh, "--name", "Simhastha 2028");
        return Mesh;
    }

    /// <summary>Issues a box into a folder named by its number, and returns the folder.</summary>
    public string Issue(int number, params string[] more)
    {
        var folder = At("box-" + number);
        Must([.. IssueWords(number, folder), .. more]);
        return folder;
    }

    public string[] IssueWords(int number, string folder) =>
        ["node", "issue", "--mesh", Mesh, "--number", number.ToString(System.Globalization.CultureInfo.InvariantCulture), "--name", "Ram Ghat", "--name-hi", "राम घाट",
            "--lat", "23.185", "--lon", "75.767", "--sector", "1", "--out", folder];

    public void Dispose() => _folder.Dispose();
}
