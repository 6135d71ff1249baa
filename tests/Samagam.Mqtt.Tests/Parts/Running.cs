using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Mqtt.Client;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>A client with its loop running; what it receives can be awaited.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<MqttPublish> _received = Channel.CreateUnbounded<MqttPublish>();
    private readonly Task _run;

    public Running(int port, Action<MqttClientOptions>? change = null, TestCertificates? tls = null, TimeProvider? time = null)
    {
        var options = new MqttClientOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "neighbour",
            Received = (publish, _) =>
            {
                _received.Writer.TryWrite(publish);
                return ValueTask.CompletedTask;
            },
        };
        if (tls is not null)
        {
            options.Tls = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = [tls.Client],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => tls.Trusts(certificate),
            };
        }
        change?.Invoke(options);
        Client = new MqttClient(options, time ?? TimeProvider.System, new Random(5), NullLogger<MqttClient>.Instance);
        _run = Client.RunAsync(_end.Token);
    }

    public MqttClient Client { get; }

    public Task ConnectedAsync() => Client.WhenConnectedAsync(Patience.Test).WaitAsync(Patience.Limit, Patience.Test);

    public async Task<MqttReason> PublishAsync(string topic, byte[] payload, bool retain = false) =>
        await Client.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, Patience.Test).WaitAsync(Patience.Limit, Patience.Test);

    public async Task<MqttReason> SubscribeAsync(string filter, MqttQos qos = MqttQos.AtLeastOnce) =>
        await Client.SubscribeAsync(filter, qos, Patience.Test).WaitAsync(Patience.Limit, Patience.Test);

    public async Task<MqttPublish> NextAsync() =>
        await _received.Reader.ReadAsync(Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run.WaitAsync(Patience.Limit, CancellationToken.None);
        _end.Dispose();
    }
}
