using System.Text.Json;
using System.Text.Json.Serialization;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Node.Portal.Amenities;
using Samagam.Node.Portal.Content;
using Samagam.Node.Portal.Drawing;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Realtime;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Http;

/// <summary>Shapes of the API, compiled: no reflection at start or per request. What comes in is strict, what goes out leaves out nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(CaseView))]
[JsonSerializable(typeof(AlertSaved))]
[JsonSerializable(typeof(SosPress))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(LocationRequest))]
[JsonSerializable(typeof(UnknownCall))]
[JsonSerializable(typeof(AcknowledgedEvent))]
[JsonSerializable(typeof(WithdrawnEvent))]
[JsonSerializable(typeof(ResponderSnapshot))]
[JsonSerializable(typeof(OfferView))]
[JsonSerializable(typeof(IReadOnlyList<OfferView>))]
[JsonSerializable(typeof(DutyView))]
[JsonSerializable(typeof(EnterRequest))]
[JsonSerializable(typeof(Entered))]
[JsonSerializable(typeof(DutyRequest))]
[JsonSerializable(typeof(AcknowledgeRequest))]
[JsonSerializable(typeof(DeclineRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(HandOverRequest))]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(AnswerTaken))]
[JsonSerializable(typeof(AmenityView[]))]
[JsonSerializable(typeof(AmenityView))]
[JsonSerializable(typeof(IReadOnlyList<CategoryView>))]
[JsonSerializable(typeof(PoiView[]))]
[JsonSerializable(typeof(PoiView))]
[JsonSerializable(typeof(ItineraryView[]))]
[JsonSerializable(typeof(ItineraryView))]
[JsonSerializable(typeof(IReadOnlyList<ZoneView>))]
[JsonSerializable(typeof(CrowdRequest))]
[JsonSerializable(typeof(CrowdTaken))]
[JsonSerializable(typeof(IReadOnlyList<OrderView>))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(MapIndex))]
[JsonSerializable(typeof(LiveLayer))]
[JsonSerializable(typeof(CrowdEvent))]
[JsonSerializable(typeof(RouteEvent))]
[JsonSerializable(typeof(RouteRequest))]
[JsonSerializable(typeof(RouteView))]
[JsonSerializable(typeof(RouteCheck))]
[JsonSerializable(typeof(IReadOnlyList<RouteOption>))]
[JsonSerializable(typeof(IsochroneCollection))]
internal sealed partial class PortalJson : JsonSerializerContext;
