using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Amenities;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Crowd;
using Samagam.Node.Routes;
using Samagam.Node.Portal.Content;
using Samagam.Node.Portal.Crowd;
using Samagam.Node.Portal.Drawing;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Groups;
using Samagam.Node.Portal.Orders;
using Samagam.Node.Portal.People;
using Samagam.Node.Portal.Home;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Privacy;
using Samagam.Node.Portal.Notices;
using Samagam.Node.Portal.Locations;
using Samagam.Node.Portal.Realtime;
using Samagam.Node.Portal.Reference;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Sos;
using Samagam.Node.Portal.Warnings;
using Samagam.Web.Assets;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal;

/// <summary>Puts the portal into a host: <see cref="AddPortal"/> while services are gathered, <see cref="MapPortal"/> when the application is built.</summary>
public static class PortalRegistration
{
    /// <summary>Where the API begins.</summary>
    public const string ApiRoot = "/api/v1";

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
        services.AddCors();
        services.AddSingleton<PortalCounters>();
        services.AddSingleton(StaticAssets.Of(typeof(PortalRegistration).Assembly, "asset/", "/a"));
        services.AddSingleton<Languages>();
        services.AddSingleton(p => new DevicePass(p.GetRequiredService<PortalParts>().Luck));
        services.AddSingleton<Frame>();
        services.AddSingleton<ApiReply>();
        services.AddSingleton<JsonBodies>();
        services.AddSingleton(p => new SosReading(p.GetRequiredService<PortalParts>().Node.Self));
        services.AddSingleton<PressReader>();
        services.AddSingleton<RaiseAnywhere>();
        services.AddSingleton<SosPages>();
        services.AddSingleton<SosApi>();
        services.AddSingleton<NearestHelp>();
        services.AddSingleton<HomePage>();
        services.AddSingleton<PacedCalls>();
        services.AddSingleton<StaffDoor>();
        services.AddSingleton<Callers>();
        services.AddSingleton<AccessWall>();
        services.AddSingleton<ApiSurface>();
        services.AddSingleton<OpenApiDoor>();
        services.AddSingleton<DocsPage>();
        services.AddSingleton<ErrorPages>();
        services.AddSingleton<StaffEntry>();
        services.AddSingleton<AuthAnswers>();
        services.AddSingleton<AuthApi>();
        services.AddSingleton<SessionApi>();
        services.AddSingleton<PrivacyNotice>();
        services.AddSingleton<PrivacyApi>();
        services.AddSingleton<PrivacyStaffApi>();
        services.AddSingleton<PrivacyPage>();
        services.AddSingleton(p => new ResponderAnswers(p.GetRequiredService<PortalParts>().Node));
        services.AddSingleton<ResponderCases>();
        services.AddSingleton<VolunteerPage>();
        services.AddSingleton<DutyApi>();
        services.AddSingleton<StreamSeats>();
        services.AddSingleton<Doorbells>();
        services.AddSingleton<MapBells>();
        services.AddSingleton<MapStreams>();
        services.AddSingleton<StreamDoor>();
        services.AddSingleton<LineSeats>();
        services.AddSingleton<FenceBells>();
        services.AddSingleton<GroupStreams>();
        services.AddSingleton<LineFeeds>();
        services.AddSingleton<RealtimeDoor>();
        RealtimeDoor.AddTo(services);
        services.AddSingleton<Catalogues>();
        services.AddSingleton<MapWarmth>();
        services.AddHostedService(p => p.GetRequiredService<MapWarmth>());
        services.AddSingleton<AmenityAnswers>();
        services.AddSingleton<AmenityApi>();
        services.AddSingleton<AmenityUpkeep>();
        services.AddSingleton<ReportApi>();
        services.AddSingleton<FindPage>();
        services.AddSingleton(p => new RouteBook(p.GetRequiredService<PortalParts>().Options, p.GetRequiredService<PortalParts>().Time, p.GetRequiredService<PortalParts>().Luck));
        services.AddSingleton<OncePosts>();
        services.AddSingleton<PeopleApi>();
        services.AddSingleton<Invites>();
        services.AddSingleton<GroupApi>();
        services.AddSingleton<LocationDesk>();
        services.AddSingleton<LocationApi>();
        services.AddSingleton<FenceApi>();
        services.AddSingleton<PageSignIn>();
        services.AddSingleton<GroupPage>();
        services.AddSingleton<PoiAnswers>();
        services.AddSingleton<PlanWalks>();
        services.AddSingleton<ContentApi>();
        services.AddSingleton<AudioDoor>();
        services.AddSingleton<ProgressApi>();
        services.AddSingleton<GuidePage>();
        services.AddSingleton<PlanPage>();
        services.AddSingleton(p => new HandedOut(p.GetRequiredService<PortalParts>().Options.HandedOut, p.GetRequiredService<PortalParts>().Time));
        services.AddSingleton<RouteShares>();
        services.AddSingleton<IsochroneApi>();
        services.AddSingleton<RouteChecks>();
        services.AddSingleton<RouteApi>();
        services.AddSingleton<RoutePictures>();
        services.AddSingleton<RoutePage>();
        services.AddSingleton(p => new TileStore(p.GetRequiredService<PortalParts>().Options.MaxTileBytesKept, p.GetRequiredService<PortalParts>().Options.Tile));
        services.AddSingleton<MapDoor>();
        services.AddSingleton(p => new PilgrimReports(p.GetRequiredService<PortalParts>().Time));
        services.AddSingleton<CrowdApi>();
        services.AddSingleton<OrderApi>();
        services.AddSingleton<WarningDesk>();
        services.AddSingleton<WarningHtml>();
        services.AddSingleton<WarningPage>();
        services.AddSingleton<WarningApi>();
        services.AddSingleton<WarningBells>();
        services.AddSingleton<WarningStreams>();
        services.AddSingleton<NoticeApi>();
        services.AddSingleton<NoticeBells>();
        services.AddSingleton<NoticeStreams>();
        services.AddSingleton<ApiFallback>();
        services.AddSingleton<ApiFaults>();
        return services;
    }

    public static IServiceCollection AddPortal(this IServiceCollection services, PortalParts parts) => services.AddPortal(_ => parts);

    /// <summary>Maps every page and call of the portal.</summary>
    public static void MapPortal(this WebApplication app)
    {
        var all = app.Services;
        app.UseMisses(all.GetRequiredService<ApiFallback>().AnswerAsync);
        app.UseAllowedOrigins(all.GetRequiredService<PortalParts>().Options.AllowedOrigins);
        all.GetRequiredService<StaticAssets>().Map(app);
        all.GetRequiredService<HomePage>().Map(app);
        all.GetRequiredService<FindPage>().Map(app);
        all.GetRequiredService<GuidePage>().Map(app);
        all.GetRequiredService<PlanPage>().Map(app);
        all.GetRequiredService<SosPages>().Map(app);
        all.GetRequiredService<GroupPage>().Map(app);
        all.GetRequiredService<VolunteerPage>().Map(app);
        all.GetRequiredService<RoutePage>().Map(app);
        all.GetRequiredService<OpenApiDoor>().Map(app);
        all.GetRequiredService<DocsPage>().Map(app);
        all.GetRequiredService<ErrorPages>().Map(app);
        app.UseWhen(http => http.Request.Path.StartsWithSegments(ApiRoot, StringComparison.OrdinalIgnoreCase), api => api.Use(
            (http, next) => all.GetRequiredService<ApiFaults>().GuardAsync(http, _ => next(http))));
        all.GetRequiredService<PrivacyPage>().Map(app);
        all.GetRequiredService<WarningPage>().Map(app);
        app.Use((http, next) => all.GetRequiredService<AccessWall>().PassAsync(http, _ => next(http)));
        all.GetRequiredService<RealtimeDoor>().Map(app);
        var api = app.MapGroup(ApiRoot).WithHead();
        all.GetRequiredService<SosApi>().Map(api);
        all.GetRequiredService<DutyApi>().Map(api);
        all.GetRequiredService<AuthApi>().Map(api);
        all.GetRequiredService<PeopleApi>().Map(api);
        all.GetRequiredService<GroupApi>().Map(api);
        all.GetRequiredService<LocationApi>().Map(api);
        all.GetRequiredService<FenceApi>().Map(api);
        all.GetRequiredService<SessionApi>().Map(api);
        all.GetRequiredService<PrivacyApi>().Map(api);
        all.GetRequiredService<PrivacyStaffApi>().Map(api);
        all.GetRequiredService<AmenityApi>().Map(api);
        all.GetRequiredService<AmenityUpkeep>().Map(api);
        all.GetRequiredService<ReportApi>().Map(api);
        all.GetRequiredService<ContentApi>().Map(api);
        all.GetRequiredService<AudioDoor>().Map(api);
        all.GetRequiredService<ProgressApi>().Map(api);
        all.GetRequiredService<IsochroneApi>().Map(api);
        all.GetRequiredService<RouteApi>().Map(api);
        all.GetRequiredService<RoutePictures>().Map(api);
        all.GetRequiredService<MapDoor>().Map(api);
        all.GetRequiredService<CrowdApi>().Map(api);
        all.GetRequiredService<OrderApi>().Map(api);
        all.GetRequiredService<WarningApi>().Map(api);
        all.GetRequiredService<NoticeApi>().Map(api);
        all.GetRequiredService<StreamDoor>().Map(api);
    }
}
