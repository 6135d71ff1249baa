namespace Samagam.Rpc;

/// <summary>How a call ended, as gRPC numbers it (grpc/doc/statuscodes.md). The number is what travels in <c>grpc-status</c>.</summary>
public enum RpcStatus
{
    Ok = 0,

    /// <summary>The caller went away or gave up.</summary>
    Cancelled = 1,

    /// <summary>An ending nobody foresaw: a bug in a handler, or a peer that does not speak gRPC.</summary>
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,

    /// <summary>Known to us, but not allowed to do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: message size, calls at once, a handler's own budget.</summary>
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,

    /// <summary>No such method here, a compression we do not speak, or the wrong number of messages in a unary call.</summary>
    Unimplemented = 12,

    /// <summary>The bytes break the protocol: truncated frames, a message that is not protobuf.</summary>
    Internal = 13,

    /// <summary>Not reachable now; trying again later is sensible.</summary>
    Unavailable = 14,
    DataLoss = 15,

    /// <summary>No valid identity was shown.</summary>
    Unauthenticated = 16,
}
