using System.Diagnostics;
using System.Text;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>A program of somebody else, run as a process; its lines can be awaited. Killed when the test ends.</summary>
internal sealed class Foreign : IDisposable
{
    private readonly Process _process;
    private readonly System.Threading.Channels.Channel<string> _lines = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private Foreign(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Take(e.Data, _output);
        process.ErrorDataReceived += (_, e) => Take(e.Data, _errors);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a program; a missing one is reported with the Debian package that has it.</summary>
    public static Foreign Start(string program, string package, params string[] arguments)
    {
        Assert.True(File.Exists(program), $"{program} is missing: install the Debian package {package}");
        // A pipe makes C programs keep their lines back; stdbuf (coreutils) has them say each at once.
        var info = new ProcessStartInfo("/usr/bin/stdbuf", ["-oL", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        return new Foreign(new Process { StartInfo = info });
    }

    public static Foreign Publisher(params string[] arguments) => Start("/usr/bin/mosquitto_pub", "mosquitto-clients", arguments);

    public static Foreign Subscriber(params string[] arguments) => Start("/usr/bin/mosquitto_sub", "mosquitto-clients", arguments);

    /// <summary>Runs a Python program with Debian's interpreter, which sees python3-paho-mqtt.</summary>
    public static Foreign Python(string source, params string[] arguments) =>
        Start("/usr/bin/python3", "python3-paho-mqtt", ["-u", "-c", source, .. arguments]);

    /// <summary>The next line that holds <paramref name="part"/>.</summary>
    public async Task<string> LineAsync(string part = "")
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(patience.Token);
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no line with '{part}' came; out: {_output}; err: {_errors}");
        }
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Patience.Test).WaitAsync(Patience.Limit, Patience.Test);
        return _process.ExitCode;
    }

    public string Said => _output.ToString() + _errors;

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            // With a limit it waits for the process only, not for its pipes, whose end needs threads this test may be holding.
            _process.WaitForExit(Patience.Limit);
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Take(string? line, StringBuilder into)
    {
        if (line is not null)
        {
            lock (into)
            {
                into.AppendLine(line);
            }
            _lines.Writer.TryWrite(line);
        }
    }
}
