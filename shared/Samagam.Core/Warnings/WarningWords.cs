namespace Samagam.Core.Warnings;

/// <summary>CAP 1.2 <c>status</c>. Names of members are the words of the standard, here and below (OASIS CAP-v1.2, §3.2).</summary>
public enum WarningStatus : byte
{
    Unspecified,
    Actual,
    Exercise,
    System,
    Test,
    Draft,
}

/// <summary>CAP 1.2 <c>msgType</c>.</summary>
public enum WarningMsgType : byte
{
    Unspecified,
    Alert,

    /// <summary>Takes the place of the messages it refers to.</summary>
    Update,

    /// <summary>Ends the messages it refers to, for good.</summary>
    Cancel,
    Ack,
    Error,
}

/// <summary>CAP 1.2 <c>category</c>.</summary>
public enum WarningCategory : byte
{
    Unspecified,
    Geo,
    Met,
    Safety,
    Security,
    Rescue,
    Fire,
    Health,
    Env,
    Transport,
    Infra,
    CBRNE,
    Other,
}

/// <summary>CAP 1.2 <c>responseType</c>: what people are to do.</summary>
public enum WarningResponse : byte
{
    Unspecified,
    Shelter,
    Evacuate,
    Prepare,
    Execute,
    Avoid,
    Monitor,
    Assess,
    AllClear,
    None,
}

/// <summary>CAP 1.2 <c>urgency</c>, most urgent first.</summary>
public enum WarningUrgency : byte
{
    Unspecified,
    Immediate,
    Expected,
    Future,
    Past,
    Unknown,
}

/// <summary>CAP 1.2 <c>severity</c>, most severe first.</summary>
public enum WarningSeverity : byte
{
    Unspecified,
    Extreme,
    Severe,
    Moderate,
    Minor,
    Unknown,
}

/// <summary>CAP 1.2 <c>certainty</c>, most certain first.</summary>
public enum WarningCertainty : byte
{
    Unspecified,
    Observed,
    Likely,
    Possible,
    Unlikely,
    Unknown,
}

/// <summary>What a message comes to at a moment.</summary>
public enum WarningState : byte
{
    /// <summary>Issued, and effective later.</summary>
    Announced,
    InForce,
    Expired,

    /// <summary>A later message has taken its place.</summary>
    Updated,
    Cancelled,
}
