using System.Collections.Frozen;
using System.Reflection;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Access;

/// <summary>
/// Every error the API can answer with: the only place where a code, its status and its sentence are put together, and what the reference is written from. A code, once
/// given out, never changes its meaning.
/// </summary>
/// <param name="Code">Stable word for programs, upper snake case.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Message">The sentence for people.</param>
/// <param name="Means">What has happened, in English, for the reference.</param>
/// <param name="Remedy">What a program or a person can do about it, in English.</param>
/// <param name="IsGeneral">Any call can have it, so that no call needs to name it.</param>
internal sealed partial record ApiError(string Code, int Status, Say Message, string Means, string Remedy, bool IsGeneral = false)
{
    // What every call can have.
    public static readonly ApiError InvalidField = new("INVALID_FIELD", 400, Say.ErrorField,
        "A field of the body, a query parameter or a header is unknown, missing, of a wrong type or out of its range; `field` names it. `$` is the body as a whole.",
        "Mend the field that is named and send again. Unknown fields are refused so that a misspelt one is not silently passed over.", IsGeneral: true);

    public static readonly ApiError BodyTooLarge = new("BODY_TOO_LARGE", 413, Say.ErrorTooLarge,
        "The body is longer than this box reads. The connection ends with the answer.", "Send less at once; batches can be cut into several.", IsGeneral: true);

    public static readonly ApiError JsonExpected = new("JSON_EXPECTED", 415, Say.ErrorContentType,
        "The body has no content type, or one that is not JSON.", "Send `Content-Type: application/json`.", IsGeneral: true);

    public static readonly ApiError NotSignedIn = new("NOT_SIGNED_IN", 401, Say.ErrorNotSignedIn,
        "The call needs somebody who is signed in, and no token came with it, or one that has ended, was not signed by a box of this mesh, or was signed by one that is no longer trusted.",
        "Refresh the token by POST auth/refresh, or sign in again.", IsGeneral: true);

    public static readonly ApiError NotAllowed = new("NOT_ALLOWED", 403, Say.ErrorNotAllowed,
        "Whoever asks is known, and may not make this call.", "Nothing by repeating it: another role is needed, see the access of the call.", IsGeneral: true);

    public static readonly ApiError NoSuchCall = new("NO_SUCH_CALL", 404, Say.ErrorNoSuchCall,
        "The API has no call at this path.", "Look the path up in the reference.", IsGeneral: true);

    public static readonly ApiError MethodNotAllowed = new("METHOD_NOT_ALLOWED", 405, Say.ErrorMethod,
        "There is a call at this path, but not with this method; `Allow` names those it has.", "Use one of the methods named.", IsGeneral: true);

    public static readonly ApiError TooManyRequests = new("TOO_MANY_REQUESTS", 429, Say.ErrorSlowDown,
        "This device or its address asks more often than the pace of the call allows. Calls for help have no pace.", "Wait the seconds of `Retry-After`.", IsGeneral: true);

    public static readonly ApiError InternalError = new("INTERNAL_ERROR", 500, Say.ErrorInternal,
        "The box made a mistake. It is in its log under the `requestId`.", "Try again later, and tell the operator the `requestId`.", IsGeneral: true);

    public static readonly ApiError NotSaved = new("NOT_SAVED", 503, Say.ErrorNotSaved,
        "The box cannot write to its disk just now. Nothing was changed.", "Repeat the same call with the same id or `Idempotency-Key`, here or at another box. A call for help: dial the emergency number too.");

    // Calls for help.
    public static readonly ApiError UnknownAlert = new("UNKNOWN_ALERT", 404, Say.ErrorUnknownCase,
        "This box does not know a call for help with this id; it may be known where it was raised and arrive soon.", "Try again in some seconds; to be on the safe side raise the call again under the same id.");

    public static readonly ApiError AlertEnded = new("ALERT_ENDED", 409, Say.ErrorEnded,
        "The call for help has ended.", "If help is needed again, raise a new call.");

    public static readonly ApiError NotAcceptedByYou = new("NOT_ACCEPTED_BY_YOU", 409, Say.ErrorNoClaim,
        "Only the responder who accepted a call can take this step, and that is somebody else, or nobody.", "Accept the call first by PUT emergency/acknowledge.");

    // Signing in.
    public static readonly ApiError InvalidVoucher = new("INVALID_VOUCHER", 403, Say.ErrorVoucher,
        "The voucher is not readable, not signed by this event's authority, not yet or no longer valid, or was ended.", "Ask the shift leader for a new voucher.");

    public static readonly ApiError TotpRequired = new("TOTP_REQUIRED", 403, Say.ErrorTotpNeeded,
        "An admin's voucher is not enough by itself.", "Send the six digits of the authenticator app as `code`.");

    public static readonly ApiError InvalidTotp = new("INVALID_TOTP", 403, Say.ErrorTotp,
        "The digits are wrong, too old, or were used already.", "Wait for the next ones.");

    public static readonly ApiError InvalidOtp = new("INVALID_OTP", 401, Say.ErrorOtp,
        "The one-time code is wrong, too old or was used, or belongs to another question.", "Look again; after three tries ask for a new code. `Retry-After` says when the next try counts.");

    public static readonly ApiError OtpTooOften = new("OTP_TOO_OFTEN", 429, Say.ErrorOtpTooOften,
        "Too many codes were asked for by this number or address, or tries came too fast.", "Wait the seconds of `Retry-After`.");

    public static readonly ApiError PhoneBlocked = new("PHONE_BLOCKED", 429, Say.ErrorPhoneBlocked,
        "Ten codes for this number were wrong within a day.", "Wait the seconds of `Retry-After`, or go to a help desk. A device pass works meanwhile.");

    public static readonly ApiError OtpUnavailable = new("OTP_UNAVAILABLE", 503, Say.ErrorOtpUnavailable,
        "This box has no modem and reaches no gateway, so no code can be sent.", "Register without a number, which works for everything local, or try at another box.");

    public static readonly ApiError InvalidToken = new("INVALID_TOKEN", 401, Say.ErrorToken,
        "The refresh token is not one of this mesh, has ended, or was issued by a box that is no longer trusted.", "Sign in again.");

    public static readonly ApiError TokenReused = new("TOKEN_REUSED", 401, Say.ErrorTokenReused,
        "The refresh token was exchanged before. Somebody else may hold a copy, so the whole sign-in was ended on every box.", "Sign in again.");

    public static readonly ApiError SessionEnded = new("SESSION_ENDED", 401, Say.ErrorSessionEnded,
        "The sign-in was ended: by logging out, by the limit of five devices, or by its owner elsewhere.", "Sign in again.");

    public static readonly ApiError UnknownSession = new("UNKNOWN_SESSION", 404, Say.ErrorUnknownSession,
        "The caller has no open sign-in of this id.", "List them by GET auth/sessions.");

    // The map and ways on it.
    public static readonly ApiError NoMap = new("NO_MAP", 503, Say.ErrorNoMap,
        "No map is in force on this box yet.", "Try again later, or at another box.");

    public static readonly ApiError NoRoute = new("NO_ROUTE", 422, Say.ErrorNoRoute,
        "There is no way on foot between the places under the closures, orders and profile asked for.", "Ask with another profile, or with fewer rings to avoid.");

    public static readonly ApiError TooFar = new("TOO_FAR", 422, Say.ErrorNoRoute,
        "The search ended at its limit before a way was found.", "Choose places nearer to each other, or fewer minutes.");

    public static readonly ApiError FarFromPaths = new("FAR_FROM_PATHS", 422, Say.ErrorFarFromPaths,
        "The place that `field` names is too far from every path of the map.", "Choose a place nearer to a path.");

    public static readonly ApiError StopAvoided = new("STOP_AVOIDED", 422, Say.ErrorStopAvoided,
        "A place of the walk lies in a ring that is to be avoided; `field` names the ring.", "Draw the ring smaller, or choose another place.");

    public static readonly ApiError RouteUnknown = new("ROUTE_UNKNOWN", 404, Say.ErrorRouteUnknown,
        "No route of this id is kept here: routes are kept for an hour, on the box that found them.", "Ask for a new route.");

    public static readonly ApiError MapReplaced = new("MAP_REPLACED", 404, Say.ErrorMapReplaced,
        "The piece asked for is of another map than the one in force.", "Ask GET map for the version in force.");

    public static readonly ApiError NoSuchTile = new("NO_SUCH_TILE", 404, Say.ErrorNoSuchTile,
        "The numbers name no piece of this map.", "Keep to the zooms of GET map, and to x and y from 0 to 2^z - 1.");

    public static readonly ApiError AmenityUnknown = new("AMENITY_UNKNOWN", 404, Say.ErrorAmenityUnknown,
        "No amenity of this id is on the map in force.", "Search again: ids stay as long as the place is on the map.");

    // Content.
    public static readonly ApiError PoiUnknown = new("POI_UNKNOWN", 404, Say.ErrorPoiUnknown,
        "The content pack in force has no place of this id.", "List the places by GET pois.");

    public static readonly ApiError ItineraryUnknown = new("ITINERARY_UNKNOWN", 404, Say.ErrorPlanUnknown,
        "The content pack in force has no plan of this id.", "List the plans by GET itineraries.");

    // Crowd and orders.
    public static readonly ApiError ZoneUnknown = new("ZONE_UNKNOWN", 422, Say.ErrorZone,
        "The map in force has no zone of this name, or too many speak of it at once.", "List the zones by GET crowd.");

    public static readonly ApiError OrderUnknown = new("ORDER_UNKNOWN", 404, Say.ErrorOrderUnknown,
        "This box knows no order of this id.", "List the orders by GET orders.");

    public static readonly ApiError OrderLifted = new("ORDER_LIFTED", 409, Say.ErrorOrderLifted,
        "The order was lifted, which is for good.", "Give a new order under a new id.");

    public static readonly ApiError TooManyOrders = new("TOO_MANY_ORDERS", 409, Say.ErrorTooManyOrders,
        "As many orders are in force as a box takes.", "Lift some first.");

    // People and what they keep.
    public static readonly ApiError RequestRunning = new("REQUEST_RUNNING", 409, Say.ErrorStillRunning,
        "The same request, by its `Idempotency-Key`, is being worked on just now.", "Ask again in a second: the answer will be that of the first.");

    public static readonly ApiError KeyReused = new("KEY_REUSED", 422, Say.ErrorKeyReused,
        "The `Idempotency-Key` came before with another body.", "Take a new key for a new request.");

    public static readonly ApiError AccountErased = new("ACCOUNT_ERASED", 404, Say.ErrorAccountErased,
        "The account was erased; its keys are gone, and nothing can be kept for it any more.", "Register anew.");

    public static readonly ApiError ProfileChanged = new("PROFILE_CHANGED", 409, Say.ErrorProfileChanged,
        "The profile was changed since the version this one is based on; `details` holds how it stands.", "Look at what stands, put both together, and save with its version.");

    public static readonly ApiError PreferencesChanged = new("PREFERENCES_CHANGED", 409, Say.ErrorProfileChanged,
        "The preferences were changed since the version these are based on; `details` holds how they stand.", "Look at what stands, and save with its version.");

    public static readonly ApiError PinUnknown = new("PIN_UNKNOWN", 404, Say.ErrorPinUnknown,
        "The caller keeps no pin of this id.", "List them by GET users/pins.");

    public static readonly ApiError PinExists = new("PIN_EXISTS", 409, Say.ErrorPinExists,
        "A pin of this id is kept already, and says something else.", "Take a new id.");

    public static readonly ApiError PinRemoved = new("PIN_REMOVED", 409, Say.ErrorPinRemoved,
        "The pin was removed, which is for good.", "Keep it again under a new id.");

    public static readonly ApiError TooManyPins = new("TOO_MANY_PINS", 409, Say.ErrorTooManyPins,
        "The caller keeps as many pins as one may.", "Remove some first.");

    // Groups.
    public static readonly ApiError InvalidCode = new("INVALID_CODE", 400, Say.ErrorGroupCode,
        "The text is no group code: its last character does not fit the others.", "Look or listen again; nothing was looked up.");

    public static readonly ApiError NotOwner = new("NOT_OWNER", 403, Say.ErrorNotOwner,
        "Only the owner of the group may do this.", "Ask the owner.");

    public static readonly ApiError MemberRemoved = new("MEMBER_REMOVED", 403, Say.ErrorMemberRemoved,
        "The owner took the caller out of this group.", "Ask the owner for an invitation to another group.");

    public static readonly ApiError GroupUnknown = new("GROUP_UNKNOWN", 404, Say.ErrorGroupUnknown,
        "This box knows no group of this id the caller is in.", "If it was made at another box, try again when the boxes have heard each other.");

    public static readonly ApiError CodeUnknown = new("CODE_UNKNOWN", 404, Say.ErrorGroupCodeUnknown,
        "This box knows no group of this code.", "If it was made at another box, try there, or later.");

    public static readonly ApiError MemberUnknown = new("MEMBER_UNKNOWN", 404, Say.ErrorMemberUnknown,
        "The group has no such member.", "List them by GET groups/{groupId}/members.");

    public static readonly ApiError CodeShared = new("CODE_SHARED", 409, Say.ErrorGroupCodeShared,
        "Two groups drew the same code while their boxes were cut off from each other, so it leads to neither.", "The owner takes another code by POST groups/{groupId}/code.");

    public static readonly ApiError GroupEnded = new("GROUP_ENDED", 409, Say.ErrorGroupEnded,
        "The group has ended.", "Make a new one.");

    public static readonly ApiError GroupFull = new("GROUP_FULL", 409, Say.ErrorGroupFull,
        "The group has as many members as it may have.", "Make a further group.");

    public static readonly ApiError TooManyGroups = new("TOO_MANY_GROUPS", 409, Say.ErrorTooManyGroups,
        "The caller is in as many groups as one may be.", "Leave one first.");

    // Warnings and notices.
    public static readonly ApiError CapInvalid = new("CAP_INVALID", 400, Say.ErrorCap,
        "The document is not XML, not CAP 1.2, or holds a value that CAP does not allow.", "Check it against the schema of CAP 1.2.");

    public static readonly ApiError WarningUnknown = new("WARNING_UNKNOWN", 404, Say.ErrorWarningUnknown,
        "This box knows no warning of this id.", "List those in force by GET warnings.");

    public static readonly ApiError NoticeUnknown = new("NOTICE_UNKNOWN", 404, Say.ErrorNoticeUnknown,
        "The caller has no notice of this id.", "List them by GET notices.");

    public static readonly ApiError SubscriptionEnded = new("SUBSCRIPTION_ENDED", 404, Say.ErrorSubscriptionEnded,
        "The browser that is named is not subscribed, or its subscription has ended.", "Subscribe anew.");

    public static readonly ApiError WarningEnded = new("WARNING_ENDED", 409, Say.ErrorWarningEnded,
        "The warning that this one updates was cancelled, which is for good.", "Issue a new alert.");

    public static readonly ApiError TooManyWarnings = new("TOO_MANY_WARNINGS", 409, Say.ErrorTooManyWarnings,
        "As many warnings are in force as a box takes.", "End some first.");

    public static readonly ApiError TooManySubscriptions = new("TOO_MANY_SUBSCRIPTIONS", 409, Say.ErrorTooManySubscriptions,
        "As many browsers of this person are subscribed as one may have.", "End one first.");

    public static readonly ApiError CapNotTaken = new("CAP_NOT_TAKEN", 422, Say.ErrorCap,
        "The document is CAP 1.2, but of a kind that is not taken in here, for example a test or a private message.", "Send public alerts, updates and cancels.");

    public static readonly ApiError WarningExpired = new("WARNING_EXPIRED", 422, Say.ErrorWarningExpired,
        "The end of the warning is past.", "Give it a later end.");

    public static readonly ApiError WarningTooLong = new("WARNING_TOO_LONG", 422, Say.ErrorWarningTooLong,
        "The warning with all its languages and areas is longer than the mesh carries.", "Shorten its texts, or draw its areas with fewer points.");

    // Streams.
    public static readonly ApiError TooManyStreams = new("TOO_MANY_STREAMS", 503, Say.ErrorFull,
        "This box, or this address at it, holds as many open streams as it can.", "Wait the seconds of `Retry-After`, or ask without a stream meanwhile.");

    /// <summary>All of them, by status and code.</summary>
    public static IEnumerable<ApiError> All => Catalogue.ByCode.Values.OrderBy(e => e.Status).ThenBy(e => e.Code, StringComparer.Ordinal);

    /// <summary>The error of a code; null when there is none.</summary>
    public static ApiError? Find(string code) => Catalogue.ByCode.GetValueOrDefault(code);

    /// <summary>The same error with a sentence for a special case.</summary>
    public ApiError Saying(Say message) => this with { Message = message };

    // Read when it is first asked for: fields of the other part may be set after those of this one.
    private static class Catalogue
    {
        public static readonly FrozenDictionary<string, ApiError> ByCode = typeof(ApiError).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => f.GetValue(null)).OfType<ApiError>().ToFrozenDictionary(e => e.Code);
    }
}
