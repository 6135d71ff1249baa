using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Client;

/// <summary>What a response, or its absence, means as a status. Pure.</summary>
internal static class Outcome
{
    // HTTP/2 error codes (RFC 9113 section 7).
    private const long NoError = 0x0;
    private const long ProtocolError = 0x1;
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;

    /// <summary>The failure a header block tells of: null when its <c>grpc-status</c> is OK.</summary>
    public static RpcException? Read(HttpHeaders headers, string status)
    {
        if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new RpcException(RpcStatus.Unknown, $"the peer ended with a grpc-status that is no number");
        }
        if (number == 0)
        {
            return null;
        }
        var text = StatusText.Decode(First(headers, GrpcNames.Message) ?? "");
        // A number from a later gRPC is UNKNOWN to us (statuscodes.md).
        return number <= (int)RpcStatus.Unauthenticated
            ? new RpcException((RpcStatus)number, text, Metadata(headers))
            : new RpcException(RpcStatus.Unknown, $"status {number}: {text}", Metadata(headers));
    }

    public static string? First(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public static RpcMetadata Metadata(HttpHeaders headers)
    {
        var metadata = new RpcMetadata();
        foreach (var (name, values) in headers)
        {
            var lower = name.ToLowerInvariant();
            if (RpcMetadata.IsReserved(lower))
            {
                continue;
            }
            foreach (var value in values)
            {
                metadata.AddUnchecked(lower, value);
            }
        }
        return metadata;
    }

    /// <summary>For an HTTP answer without <c>grpc-status</c> (http-grpc-status-mapping.md).</summary>
    public static RpcException FromHttp(HttpStatusCode code) => new(
        (int)code switch
        {
            400 => RpcStatus.Internal,
            401 => RpcStatus.Unauthenticated,
            403 => RpcStatus.PermissionDenied,
            404 => RpcStatus.Unimplemented,
            429 or 502 or 503 or 504 => RpcStatus.Unavailable,
            _ => RpcStatus.Unknown,
        },
        $"the peer answered HTTP {(int)code} instead of gRPC");

    /// <summary>For a connection or stream that broke; reset codes as PROTOCOL-HTTP2.md, "Errors", maps them.</summary>
    public static RpcException FromTransport(Exception e, Uri address)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpProtocolException reset)
            {
                var status = reset.ErrorCode switch
                {
                    // GOAWAY with NO_ERROR is a peer that shuts down in good order.
                    // PROTOCOL_ERROR is also how the framework reports a ping nobody answered, the far more frequent cause;
                    // gRPC's table would say INTERNAL, which callers do not try again.
                    NoError or RefusedStream or ProtocolError => RpcStatus.Unavailable,
                    Cancel => RpcStatus.Cancelled,
                    EnhanceYourCalm => RpcStatus.ResourceExhausted,
                    InadequateSecurity => RpcStatus.PermissionDenied,
                    _ => RpcStatus.Internal,
                };
                return new RpcException(status, $"{address.Authority} ended the stream: {reset.Message}", inner: e);
            }
        }
        return new RpcException(RpcStatus.Unavailable, $"{address.Authority} is not reachable: {e.GetBaseException().Message}", inner: e);
    }
}
