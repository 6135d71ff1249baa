using System.Diagnostics;
using System.Globalization;
using System.Text;
using Samagam.TestBoxes;
using Samagam.Trust;

namespace Samagam.Node.Links.Tests;

/// <summary>mosquitto_pub and mosquitto_sub of the distribution, with all they say.</summary>
internal sealed class Mosquitto : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _bell = NewBell();

    private Mosquitto(string program, IEnumerable<string> arguments)
    {
        Assert.True(File.Exists(program), $"{program} is missing: install the Debian package mosquitto-clients");
        // A pipe makes C programs keep their lines back; stdbuf (coreutils) has them say each at once.
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/usr/bin/stdbuf", ["-oL", "-eL", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_gate)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Publishes to the plain door as a device.</summary>
    public static Mosquitto Publish(MqttBox box, string user, string secret, string topic, string message, string version = "mqttv311", string? client = null) => new(
        "/usr/bin/mosquitto_pub",
        ["-d", "-V", version, "-h", "127.0.0.1", "-p", Text(box.Port), "-i", client ?? user, "-u", user, "-P", secret, "-q", "1", "-t", topic, .. Body(message)]);

    /// <summary>Publishes a file to the TLS door with a box's certificate.</summary>
    public static Mosquitto PublishAs(BoxFolder identity, MqttBox box, string topic, string file) => new(
        "/usr/bin/mosquitto_pub",
        [
            "-d", "-V", "mqttv5", "-h", "127.0.0.1", "-p", Text(box.TlsPort), "-i", "foreign", "-q", "1", "-t", topic, "-f", file, "--insecure",
            "--cafile", Path.Combine(identity.Folder, NodeIdentity.AuthorityFile),
            "--cert", Path.Combine(identity.Folder, NodeIdentity.CertificateFile),
            "--key", Path.Combine(identity.Folder, NodeIdentity.KeyFile),
        ]);

    public static Mosquitto Subscribe(MqttBox box, string user, string secret, string topic) => new(
        "/usr/bin/mosquitto_sub",
        ["-d", "-V", "mqttv5", "-h", "127.0.0.1", "-p", Text(box.Port), "-i", user + "-ear", "-u", user, "-P", secret, "-q", "1", "-t", topic, "-F", "heard %t %p"]);

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has said this.</summary>
    public async Task SaysAsync(string part)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Task bell;
            lock (_gate)
            {
                bell = _bell.Task;
            }
            if (Said.Contains(part, StringComparison.Ordinal))
            {
                return;
            }
            try
            {
                await bell.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{part}' was not said, but:\n{Said}");
            }
        }
    }

    /// <summary>Ends it, whatever it waits for.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static IEnumerable<string> Body(string message) => message.Length == 0 ? ["-n"] : ["-m", message];

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                _said.AppendLine(line);
                _bell.TrySetResult();
                _bell = NewBell();
            }
        }
    }
}
