using System.ComponentModel;
using System.Diagnostics;
using Google.Protobuf;
using Samagam.Rpc.Tests.Echo;
using Samagam.TestKit;

namespace Samagam.Rpc.Tests.Foreign;

/// <summary>A script that runs on the distribution's Python with gRPC's own implementation.</summary>
internal sealed class ForeignPython : IAsyncDisposable
{
    // The distribution's interpreter sees the distribution's packages; another on the PATH may not.
    private const string Interpreter = "/usr/bin/python3";
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ForeignPython(string script, string[] arguments)
    {
        var descriptor = _folder.File("echo.descriptor");
        File.WriteAllBytes(descriptor, EchoReflection.Descriptor.ToProto().ToByteArray());
        var start = new ProcessStartInfo(Interpreter)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Foreign", script));
        start.ArgumentList.Add(descriptor);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // What a proxy setting or an IDE left in the environment is no part of the test.
        start.Environment.Remove("PYTHONPATH");
        start.Environment["no_proxy"] = "127.0.0.1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{Interpreter} does not start: install the Debian packages python3-grpcio and python3-protobuf", e);
        }
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static ForeignPython Start(string script, params string[] arguments) => new(script, arguments);

    /// <summary>Runs a case of echo_client.py to its end; the lines it printed.</summary>
    public static async Task<string[]> CallAsync(EchoServer server, string @case)
    {
        await using var python = Start("echo_client.py", $"127.0.0.1:{server.EndPoint.Port}", @case);
        return await python.RestAsync();
    }

    /// <summary>Tells the script to go on.</summary>
    public void Nudge()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    public async Task<string> NextLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().InTime() ?? throw new InvalidOperationException(await WhyAsync());

    public async Task<string[]> RestAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().InTime();
        await _process.WaitForExitAsync().InTime();
        return _process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(await WhyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync().InTime();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<string> WhyAsync()
    {
        var errors = await _errors.InTime();
        return errors.Contains("No module named 'grpc'", StringComparison.Ordinal) || errors.Contains("No module named 'google", StringComparison.Ordinal)
            ? "the Debian packages python3-grpcio and python3-protobuf are missing"
            : "the script failed: " + errors;
    }
}
