using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Samagam.Node.Portal.Amenities;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Home;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Realtime;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal;

/// <summary>Puts the portal into a host: <see cref="AddPortal"/> while services are gathered, <see cref="MapPortal"/> when the application is built.</summary>
public static class PortalRegistration
{
    /// <param name="parts">Asked once, at the first use.</param>
    public static IServiceCollection AddPortal(this IServiceCollection services, Func<IServiceProvider, PortalParts> parts)
    {
        services.AddSingleton(provider =>
        {
            var given = parts(provider);
            given.Options.Validate();
            return given;
        });
        services.AddMetrics();
        services.AddRouting();
        services.AddResponseCompression(options =>
        {
            // No secret stands beside reflected text in a body (sessions live in HttpOnly cookies), so compressing HTTPS gives nothing away.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        services.AddSingleton<PortalCounters>();
        services.AddSingleton<Assets>();
        services.AddSingleton<Languages>();
        services.AddSingleton(p => new DevicePass(p.GetRequiredService<PortalParts>().Luck));
        services.AddSingleton<Frame>();
        services.AddSingleton<Envelope>();
        services.AddSingleton<JsonBodies>();
        services.AddSingleton(p => new SosReading(p.GetRequiredService<PortalParts>().Node.Self));
        services.AddSingleton<RaiseAnywhere>();
        services.AddSingleton<SosPages>();
        services.AddSingleton<SosApi>();
        services.AddSingleton<NearestHelp>();
        services.AddSingleton<HomePage>();
        services.AddSingleton<PacedCalls>();
        services.AddSingleton<StaffDoor>();
        services.AddSingleton(p => new ResponderAnswers(p.GetRequiredService<PortalParts>().Node));
        services.AddSingleton<ResponderCases>();
        services.AddSingleton<VolunteerPage>();
        services.AddSingleton<DutyApi>();
        services.AddSingleton<Doorbells>();
        services.AddSingleton<StreamDoor>();
        services.AddSingleton<AmenityApi>();
        services.AddSingleton<RouteApi>();
        services.AddSingleton<ApiFallback>();
        return services;
    }

    public static IServiceCollection AddPortal(this IServiceCollection services, PortalParts parts) => services.AddPortal(_ => parts);

    /// <summary>Maps every page and call of the portal. Answers are compressed; other endpoints of the same application are left as they are.</summary>
    public static void MapPortal(this WebApplication app)
    {
        app.UseResponseCompression();
        var all = app.Services;
        app.MapGet("/a/{name}", all.GetRequiredService<Assets>().ServeAsync);
        all.GetRequiredService<HomePage>().Map(app);
        all.GetRequiredService<SosPages>().Map(app);
        all.GetRequiredService<VolunteerPage>().Map(app);
        var api = app.MapGroup("/api/v1");
        all.GetRequiredService<SosApi>().Map(api);
        all.GetRequiredService<DutyApi>().Map(api);
        all.GetRequiredService<AmenityApi>().Map(api);
        all.GetRequiredService<RouteApi>().Map(api);
        all.GetRequiredService<StreamDoor>().Map(api);
        all.GetRequiredService<ApiFallback>().Map(api);
    }
}
