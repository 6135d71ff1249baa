using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Samagam.Node.Portal.Privacy;

internal sealed record NoticeSection(string Heading, IReadOnlyList<string> Lines);

/// <summary>The notice: what is kept, why, how long, what rights there are, whom to ask.</summary>
/// <param name="Purposes">By word, what one says yes to.</param>
internal sealed record NoticeView(
    string Version, string InForceSince, string Language, string Title, string Short, IReadOnlyList<NoticeSection> Sections, IReadOnlyDictionary<string, string> Purposes,
    string AskHeading, string Ask, string AskMore);

/// <summary>Body of giving or taking back a consent.</summary>
/// <param name="NoticeVersion">Of the notice that was shown; the one in force when left out.</param>
/// <param name="ByGuardian">Said by a parent or guardian, for a person under 18.</param>
internal sealed record ConsentRequest(bool? Given = null, string? NoticeVersion = null, bool ByGuardian = false);

/// <summary>One purpose.</summary>
/// <param name="Given">Whether it counts now.</param>
/// <param name="Required">True for the account itself, which is taken back by erasure.</param>
internal sealed record ConsentView(string Purpose, string Explanation, bool Given, bool Required, string? NoticeVersion, string? Language, bool ByGuardian, DateTimeOffset? SaidAt, string? SaidAtBox);

/// <summary>Body of erasing oneself.</summary>
internal sealed record ErasureRequest(string? Confirm = null);

/// <summary>What an erasure did, and what happens elsewhere.</summary>
/// <param name="Calls">Own calls for help, made from this phone, whose words went along.</param>
internal sealed record ErasureView(string UserId, DateTimeOffset ErasedAt, bool SessionsEnded, IReadOnlyList<string> Calls, IReadOnlyList<string> What);

/// <summary>Body of erasing somebody who asked for it.</summary>
/// <param name="UserId">An account.</param>
/// <param name="AlertId">Or a call for help.</param>
/// <param name="EvenUnknown">Also when nothing is held here: the person may be known at a box that is cut off.</param>
internal sealed record StaffErasureRequest(string? UserId = null, string? AlertId = null, bool EvenUnknown = false);

internal sealed record StaffErasureView(string Subject, bool Already, DateTimeOffset ErasedAt);

internal sealed record AuditLineView(long Number, uint Life, DateTimeOffset At, string Who, string Subject, string Act, string Door);

/// <summary>Whether the chain holds.</summary>
/// <param name="BrokenAt">Number of the first entry that does not follow from the one before.</param>
internal sealed record AuditCheckView(bool Whole, long Checked, long? BrokenAt, uint? BrokenInLife, long Lost);

internal sealed record AuditView(string Box, AuditCheckView Check, IReadOnlyList<AuditLineView> Entries);

/// <summary>One thing held, in the file a person takes along.</summary>
internal sealed record HeldView(string What, string Kind, string Subject, DateTimeOffset At, string Box, string? BoxName, JsonNode? Says);

/// <summary>The file a person takes along.</summary>
internal sealed record MyDataView(
    string Format, DateTimeOffset MadeAt, string MadeAtBox, string UserId, IReadOnlyList<ConsentView> Consents, IReadOnlyList<HeldView> Held, bool IsCut, IReadOnlyList<string> Notes);

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentView))]
[JsonSerializable(typeof(IReadOnlyList<ConsentView>))]
[JsonSerializable(typeof(ErasureRequest))]
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(StaffErasureRequest))]
[JsonSerializable(typeof(StaffErasureView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(MyDataView))]
internal sealed partial class PrivacyJson : JsonSerializerContext;
