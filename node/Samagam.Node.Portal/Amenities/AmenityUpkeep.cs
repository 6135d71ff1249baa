using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Core.Amenities;
using Samagam.Mesh.Amenities;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing.Amenities;

namespace Samagam.Node.Portal.Amenities;

/// <summary>Amenities and categories as staff keep them. What an amenity is, say those who decide and technicians; how they found one, all staff.</summary>
internal sealed class AmenityUpkeep(PortalParts parts, ApiReply reply, JsonBodies bodies, Callers callers, Languages languages, AmenityAnswers answers, PacedCalls paced)
{
    private const Who Keepers = Who.Authority | Who.Technician;

    public void Map(IEndpointRouteBuilder api)
    {
        string[] errors = ["NO_MAP", "TOO_MANY_AMENITIES"];
        api.MapPost("/amenities", paced.Before(AddAsync)).Says(new("amenities.add", "Add an amenity that is not on the map", Keepers)
        {
            Takes = typeof(AmenityRequest), Gives = typeof(AmenityView), Status = 201, Errors = errors, Example = """{"type":"water","lat":23.1856,"lng":75.7678,"name":"Tap at Ram Ghat"}""",
        });
        api.MapPut("/amenities/{amenityId}", paced.Before(ChangeAsync))
            .Says(new("amenities.change", "Say what an amenity is, over the map", Keepers) { Takes = typeof(AmenityRequest), Gives = typeof(AmenityView), Errors = [.. errors, "AMENITY_UNKNOWN"], Example = """{"name":"Tap at Ram Ghat","operatingHours":"05:00-22:00"}""" });
        api.MapDelete("/amenities/{amenityId}", paced.Before(RemoveAsync)).Says(new("amenities.remove", "Take an amenity away: nobody is led to it any more", Keepers) { Status = 204, Errors = ["AMENITY_UNKNOWN", "TOO_MANY_AMENITIES"] });
        api.MapPut("/amenities/{amenityId}/status", paced.Before(StatusAsync))
            .Says(new("amenities.status", "Say how you found an amenity: in use, how full", Who.Staff) { Takes = typeof(StatusRequest), Gives = typeof(AmenityView), Errors = ["NO_MAP", "AMENITY_UNKNOWN"], Example = """{"operational":false}""" });
        api.MapPost("/amenities/categories", paced.Before(AddCategoryAsync))
            .Says(new("amenities.category.add", "Add a category below a type", Who.Authority) { Takes = typeof(CategoryRequest), Gives = typeof(CategoryView), Status = 201, Errors = [.. errors, "CATEGORY_IN_USE"], Example = """{"category":"phone_charging","under":"water","name":"Phone charging","nameHi":"फ़ोन चार्जिंग"}""" });
        api.MapPut("/amenities/categories/{category}", paced.Before(ChangeCategoryAsync))
            .Says(new("amenities.category.change", "Name a category or a type", Who.Authority) { Takes = typeof(CategoryRequest), Gives = typeof(CategoryView), Errors = [.. errors, "CATEGORY_IN_USE"], Example = """{"under":"water","name":"Phone charging","nameHi":"फ़ोन चार्जिंग"}""" });
        api.MapDelete("/amenities/categories/{category}", paced.Before(RemoveCategoryAsync))
            .Says(new("amenities.category.remove", "Take a category away that no amenity is of", Who.Authority) { Status = 204, Errors = ["CATEGORY_UNKNOWN", "CATEGORY_IN_USE"] });
        // Else these words would be taken for ids of amenities that can be changed and taken away.
        foreach (var (word, allow) in ((string, string)[])[("nearest", "GET, HEAD"), ("search", "GET, HEAD"), ("categories", "GET, HEAD, POST")])
        {
            api.MapMethods($"/amenities/{word}", [HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch], http => reply.WrongMethodAsync(http, allow))
                .Says(new($"amenities.{word}-how", "Says in which way this is asked for", Who.Everybody) { Status = 405 });
        }
    }

    private async Task AddAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.AmenityRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (request.AmenityId is { } wanted && !AmenityWords.IsOwnId(wanted))
        {
            await RefuseAsync(http, "$.amenityId").ConfigureAwait(false);
            return;
        }
        await SayAsync(http, request, request.AmenityId ?? NewId(), StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private async Task ChangeAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.AmenityRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var id = IdOf(http);
        if (request.AmenityId is { } named && named != id)
        {
            await RefuseAsync(http, "$.amenityId").ConfigureAwait(false);
            return;
        }
        // Adding is what POST is for: a slip in an address makes no new place.
        if (!AmenityWords.IsId(id) || (AmenityWords.IsOwnId(id) && !parts.Node.Picture.Snapshot.Amenities.Said.ContainsKey(id)))
        {
            await EndAsync(http, AmenityOutcome.Unknown).ConfigureAwait(false);
            return;
        }
        await SayAsync(http, request, id, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private async Task SayAsync(HttpContext http, AmenityRequest request, string id, int status)
    {
        if (parts.Node.Map.Ground is not { } map)
        {
            await reply.NoMapAsync(http).ConfigureAwait(false);
            return;
        }
        var (said, wrong) = request.Read(id, Me(http));
        if (said is null || (said.Type.Length > 0 && AmenityWeave.TypeOf(said.Type, parts.Node.Picture.Snapshot.Amenities) is null))
        {
            await RefuseAsync(http, said is null ? wrong : "$.type").ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.SayAmenity.RunAsync(said, http.RequestAborted).ConfigureAwait(false);
        if (outcome != AmenityOutcome.Kept)
        {
            await EndAsync(http, outcome).ConfigureAwait(false);
            return;
        }
        // As everybody will see it, though the map with it on is made a moment later.
        var book = parts.Node.Picture.Snapshot.Amenities;
        await ShowAsync(http, AmenityWeave.Of(said, map.AmenityById(id), book), status).ConfigureAwait(false);
    }

    private async Task RemoveAsync(HttpContext http) => await EndAsync(http, await parts.Node.SayAmenity.RemoveAsync(IdOf(http), Me(http), http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task StatusAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.StatusRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        if (parts.Node.Map.Ground is not { } map)
        {
            await reply.NoMapAsync(http).ConfigureAwait(false);
            return;
        }
        var id = IdOf(http);
        var (status, wrong) = request.Read(id, Me(http));
        if (status is null)
        {
            await RefuseAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.SayAmenity.FoundAsync(status, http.RequestAborted).ConfigureAwait(false);
        if (outcome == AmenityOutcome.Invalid)
        {
            await RefuseAsync(http, "$.until").ConfigureAwait(false);
            return;
        }
        if (outcome != AmenityOutcome.Kept)
        {
            await EndAsync(http, outcome).ConfigureAwait(false);
            return;
        }
        var book = parts.Node.Picture.Snapshot.Amenities;
        await ShowAsync(http, book.Said.TryGetValue(id, out var entry) ? AmenityWeave.Of(entry.Said, map.AmenityById(id), book) : map.AmenityById(id), StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http, Amenity? amenity, int status)
    {
        if (amenity is null || answers.Now() is not { } moment)
        {
            return EndAsync(http, AmenityOutcome.Unknown);
        }
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        if (status == StatusCodes.Status201Created)
        {
            http.Response.Headers.Location = $"{PortalRegistration.ApiRoot}/amenities/{amenity.Id}";
        }
        return reply.OkAsync(http, moment.Of(amenity, w), AmenityJson.Default.AmenityView, reply.Now, status);
    }

    private async Task AddCategoryAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.CategoryRequest).ConfigureAwait(false) is { } request)
        {
            await SayCategoryAsync(http, request, request.Category, StatusCodes.Status201Created).ConfigureAwait(false);
        }
    }

    private async Task ChangeCategoryAsync(HttpContext http)
    {
        if (await bodies.ReadAsync(http, AmenityJson.Default.CategoryRequest).ConfigureAwait(false) is not { } request)
        {
            return;
        }
        var word = (string)http.Request.RouteValues["category"]!;
        await (request.Category is { } named && named != word ? RefuseAsync(http, "$.category") : SayCategoryAsync(http, request, word, StatusCodes.Status200OK)).ConfigureAwait(false);
    }

    private async Task SayCategoryAsync(HttpContext http, CategoryRequest request, string? word, int status)
    {
        var (said, wrong) = request.Read(word, Me(http));
        if (said is null)
        {
            await RefuseAsync(http, wrong).ConfigureAwait(false);
            return;
        }
        var outcome = await parts.Node.SayAmenity.RunAsync(said, http.RequestAborted).ConfigureAwait(false);
        if (outcome == AmenityOutcome.Invalid)
        {
            await RefuseAsync(http, "$.under").ConfigureAwait(false);
        }
        else if (outcome != AmenityOutcome.Kept)
        {
            await EndAsync(http, outcome, ofCategory: true).ConfigureAwait(false);
        }
        else if (answers.Now() is { } moment)
        {
            var w = languages.OfApi(http);
            http.Response.Headers.ContentLanguage = w.Tag;
            var view = CategoryNames.All(moment, parts.Node.Picture.Snapshot.Amenities, w.Tag).First(c => c.Type == said.Word);
            await reply.OkAsync(http, view, AmenityJson.Default.CategoryView, reply.Now, status).ConfigureAwait(false);
        }
        else
        {
            await reply.NoMapAsync(http).ConfigureAwait(false);
        }
    }

    private async Task RemoveCategoryAsync(HttpContext http) => await EndAsync(
        http, await parts.Node.SayAmenity.RemoveCategoryAsync((string)http.Request.RouteValues["category"]!, Me(http), http.RequestAborted).ConfigureAwait(false), ofCategory: true).ConfigureAwait(false);

    private Task EndAsync(HttpContext http, AmenityOutcome outcome, bool ofCategory = false)
    {
        switch (outcome)
        {
            case AmenityOutcome.Kept:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            case AmenityOutcome.Invalid:
                return RefuseAsync(http, "$");
            case AmenityOutcome.Unknown:
                return ofCategory
                    ? reply.ErrorAsync(http, StatusCodes.Status404NotFound, "CATEGORY_UNKNOWN", Say.ErrorCategoryUnknown)
                    : reply.ErrorAsync(http, StatusCodes.Status404NotFound, "AMENITY_UNKNOWN", Say.ErrorAmenityUnknown);
            case AmenityOutcome.InUse:
                return reply.ErrorAsync(http, StatusCodes.Status409Conflict, "CATEGORY_IN_USE", Say.ErrorAmenityTypeInUse);
            case AmenityOutcome.TooMany:
                return reply.ErrorAsync(http, StatusCodes.Status409Conflict, "TOO_MANY_AMENITIES", Say.ErrorTooManyAmenities);
            default:
                return reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved);
        }
    }

    // The wall let only staff through.
    private string Me(HttpContext http) => callers.Of(http).Staff?.Responder.Value ?? "";

    private static string IdOf(HttpContext http) => (string)http.Request.RouteValues["amenityId"]!;

    private Task RefuseAsync(HttpContext http, string field) =>
        reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field);

    private string NewId()
    {
        Span<byte> luck = stackalloc byte[8];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        return "s" + Convert.ToHexStringLower(luck);
    }
}
