using System.Security.Cryptography.X509Certificates;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Tests.Parts;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Interop;

/// <summary>mosquitto_pub over TLS, known by its client certificate.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task A_panic_button_is_known_by_its_certificate(string version)
    {
        using var tls = new TestCertificates();
        using var folder = new TempFolder();
        tls.WriteTo(folder.Path);
        await using var host = await BrokerHost.StartAsync(tls: tls);
        host.Access.OnConnect = r => r.ClientCertificate is { } c
            ? ConnectVerdict.Allow(c.GetNameInfo(X509NameType.SimpleName, false))
            : ConnectVerdict.Refuse(MqttReason.NotAuthorized);
        string[] arguments = ["-h", "localhost", "-p", $"{host.Port}", "-V", version, "--cafile", folder.File("ca.pem"), "-t", "sos", "-m", "help", "-q", "1"];
        using var known = Foreign.Publisher([.. arguments, "--cert", folder.File("client.pem"), "--key", folder.File("client.key")]);
        Assert.Equal(0, await known.ExitAsync());
        Assert.Equal("panic-button-7", (await host.Owner.AskedAsync()).Client.Principal);
        using var unknown = Foreign.Publisher(arguments);
        Assert.NotEqual(0, await unknown.ExitAsync());
    }
}
