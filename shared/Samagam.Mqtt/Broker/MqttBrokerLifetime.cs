using Microsoft.Extensions.Hosting;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// Ties a broker to its host: started before any listener opens, stopped before any listener closes, so that no client is
/// met by a broker that is not there and every client is told when it goes.
/// </summary>
public sealed class MqttBrokerLifetime(MqttBroker broker) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => broker.StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => broker.StopAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
