using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Samagam.Hosting;
using Samagam.Mesh;
using Samagam.Trust;

namespace Samagam.BoxHost;

/// <summary>The web side node and hub share: listeners, logs, metrics, health, headers, systemd.</summary>
public static class BoxWeb
{
    /// <summary>The logs of the whole process, from its first line: JSON lines into the data folder, short ones to the console. Dispose it last.</summary>
    public static ILoggerFactory CreateLoggers(BoxFolder folder, string service) => LoggerFactory.Create(logging => logging.AddSamagamLogging(new LogOptions
    {
        Service = service,
        Node = folder.Settings.Name,
        Folder = Path.Combine(folder.DataFolder, "logs"),
    }));

    /// <summary>A builder that uses these logs and reads <c>appsettings.json</c> and <c>SAMAGAM_*</c> variables.</summary>
    public static WebApplicationBuilder CreateBuilder(BoxFolder folder, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("SAMAGAM_");
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            var address = IPAddress.Parse(folder.Settings.Listen);
            kestrel.Listen(address, folder.Settings.Ports.Http, l => l.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, folder.Settings.Ports.Https, l => l.UseHttps(PortalCertificate(folder)));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        return builder;
    }

    /// <summary>An options record from its section of the configuration; its own defaults where nothing is said.</summary>
    public static T Options<T>(this IConfiguration configuration, string section)
        where T : class, new() => configuration.GetSection(section).Get<T>() ?? new T();

    /// <summary>Request ids and security headers on every answer, refusals counted; first of all in the pipeline.</summary>
    public static void UseBoxHeaders(this WebApplication app, BoxFolder folder, TimeProvider time, Random luck)
    {
        app.UseRefusalCount();
        app.UsePeersPort(folder.Settings.Ports.Peers);
        app.UseSamagamRequestIds(new RequestIds(time, luck));
        app.UseSamagamSecurityHeaders(new SecurityHeaderOptions
        {
            HttpsNames = folder.Settings.PortalName is { } name ? [name] : [],
        });
    }

    /// <summary>
    /// A call belongs to the peers' door when it came to its port. The name and port a neighbour wrote are what it dialled, and
    /// between two boxes there may be a port forward.
    /// </summary>
    public static void UsePeersPort(this WebApplication app, int port)
    {
        app.Use((context, next) =>
        {
            if (context.Connection.LocalPort == port)
            {
                context.Request.Host = new HostString(context.Request.Host.Host, port);
            }
            return next(context);
        });
        // Routes are chosen after that, not before.
        app.UseRouting();
    }

    /// <summary>Health for everybody; metrics for this machine only.</summary>
    public static void MapBoxHealth(this WebApplication app, HealthBoard board, PrometheusExporter exporter)
    {
        app.MapSamagamHealth(board);
        app.MapSamagamMetrics(exporter).AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
                ? await next(context)
                : Results.NotFound());
    }

    /// <summary>
    /// Runs the web server, the pulse and the pumps until asked to stop. A pump that ends by a fault stops the process (exit code 70), and
    /// so does a pulse that asks for a new start (75): its supervisor starts it anew, and nothing durable is lost.
    /// </summary>
    public static async Task RunBoxAsync(this WebApplication app, string status, BoxPulse pulse, TimeProvider time, params Func<CancellationToken, Task>[] pumps)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Samagam.Box");
        using var notifier = new SystemdNotifier(Environment.GetEnvironmentVariable, Environment.ProcessId);
        await app.StartAsync(CancellationToken.None).ConfigureAwait(false);
        var stopping = app.Lifetime.ApplicationStopping;
        var running = Pumps.RunAsync(pumps.Prepend(pulse.RunAsync).Select(pump => Task.Run(() => pump(stopping), CancellationToken.None)));
        using (new WatchdogPump(notifier, () => pulse.IsAlive, time))
        {
            notifier.Ready(status);
            var stopped = app.WaitForShutdownAsync(CancellationToken.None);
            await Task.WhenAny(running, stopped).ConfigureAwait(false);
            if (running.IsFaulted)
            {
                Environment.ExitCode = Tell(logger, running.Exception.GetBaseException());
                app.Lifetime.StopApplication();
            }
            await stopped.ConfigureAwait(false);
            notifier.Stopping();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static int Tell(ILogger logger, Exception ending)
    {
        if (ending is BoxEndsException wanted)
        {
            BoxLog.Ends(logger, wanted.Message);
            return 75;
        }
        BoxLog.PumpFailed(logger, ending);
        return 70;
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 PortalCertificate(BoxFolder folder) =>
        folder.Settings is { PortalCertificateFile: { } certificate, PortalKeyFile: { } key }
            ? System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(
                NodeSettings.Resolve(folder.Folder, certificate)!, NodeSettings.Resolve(folder.Folder, key)!)
            : folder.Identity.Certificate;
}
