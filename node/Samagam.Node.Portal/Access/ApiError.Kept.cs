using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Access;

/// <content>Errors of what is kept of people and places: amenities, plans, audio, locations, fences, privacy.</content>
internal sealed partial record ApiError
{
    // Amenities, plans and audio.
    public static readonly ApiError CategoryUnknown = new("CATEGORY_UNKNOWN", 404, Say.ErrorCategoryUnknown,
        "There is no category of this name.", "List them by GET amenities/categories.");

    public static readonly ApiError CategoryInUse = new("CATEGORY_IN_USE", 409, Say.ErrorAmenityTypeInUse,
        "Amenities are of this category, or it is one of the map's own.", "Give those amenities another category first.");

    public static readonly ApiError TooManyAmenities = new("TOO_MANY_AMENITIES", 409, Say.ErrorTooManyAmenities,
        "As much is said of amenities and categories as the event keeps.", "Take something away first.");

    public static readonly ApiError ReportsFull = new("REPORTS_FULL", 503, Say.ErrorReportsFull,
        "This box keeps as many reports of pilgrims as it can.", "Tell a volunteer, or try again later.");

    public static readonly ApiError NotStarted = new("NOT_STARTED", 404, Say.ErrorPlanNotStarted,
        "The caller has not started this itinerary.", "Start it by POST itineraries/{itineraryId}/start.");

    public static readonly ApiError AudioUnknown = new("AUDIO_UNKNOWN", 404, Say.ErrorAudioUnknown,
        "The place has no recording in this language.", "Ask for another `language`.");

    public static readonly ApiError RangeNotSatisfiable = new("RANGE_NOT_SATISFIABLE", 416, Say.ErrorRange,
        "The range that is asked for begins behind the end of the recording.", "Ask for a part within the length that `Content-Range` tells.");

    // Locations and fences.
    public static readonly ApiError NotYou = new("NOT_YOU", 403, Say.ErrorNotYou,
        "The `userId` of the body is not the person who is signed in.", "Leave it out, or sign in as that person.");

    public static readonly ApiError ImpossiblePoint = new("IMPOSSIBLE_POINT", 422, Say.ErrorPointNowhere,
        "The point cannot be true: off the earth, too vague, too old, ahead of the clock, or too far from the one before.", "Send the next one when the phone knows better.");

    public static readonly ApiError FenceUnknown = new("FENCE_UNKNOWN", 404, Say.ErrorFenceUnknown,
        "This box knows no geofence of this id.", "List them by GET geofences.");

    public static readonly ApiError TooManyFences = new("TOO_MANY_FENCES", 409, Say.ErrorTooManyFences,
        "There are as many geofences as there may be.", "Remove one first.");

    // Privacy.
    public static readonly ApiError PurposeUnknown = new("PURPOSE_UNKNOWN", 404, Say.ErrorPurpose,
        "There is no such purpose to consent to.", "GET privacy/notice lists all of them.");

    public static readonly ApiError GuardianRequired = new("GUARDIAN_REQUIRED", 403, Say.ErrorGuardian,
        "The person is under 18: a guardian has to consent.", "Send `byGuardian` when the guardian said so.");

    public static readonly ApiError NotForMinors = new("NOT_FOR_MINORS", 403, Say.ErrorNotForMinors,
        "Nothing of a person under 18 is used for this purpose.", "There is nothing to do.");

    public static readonly ApiError EraseInstead = new("ERASE_INSTEAD", 409, Say.ErrorConsentIsErasure,
        "An account without consent to the account cannot be.", "Erase it by POST privacy/erasure.");

    public static readonly ApiError ConfirmRequired = new("CONFIRM_REQUIRED", 400, Say.ErrorConfirm,
        "Erasing has no way back and has to be confirmed.", "Send the word that the message names as `confirm`.");

    public static readonly ApiError PersonUnknown = new("PERSON_UNKNOWN", 404, Say.ErrorPersonUnknown,
        "This box holds nothing of such a person.", "Check the subject; what is at a box that is cut off is not known here yet.");

    public static readonly ApiError OpenCase = new("OPEN_CASE", 409, Say.ErrorOpenCase,
        "What was said in a call for help is kept while the call is open.", "End the call first.");
}
