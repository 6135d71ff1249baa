namespace Samagam.Rpc.Frames;

/// <summary>Header names and values of gRPC over HTTP/2 (PROTOCOL-HTTP2.md).</summary>
internal static class GrpcNames
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string UserAgent = "grpc-csharp-samagam/0.1";

    /// <summary><c>application/grpc</c> or <c>application/grpc+proto</c>, with or without parameters; other codecs are not ours.</summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var rest = contentType.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["+proto".Length..];
        }
        rest = rest.TrimStart(' ');
        return rest.IsEmpty || rest[0] == ';';
    }

    /// <summary>True when messages may come compressed: any encoding but identity was declared.</summary>
    public static bool DeclaresCompression(string? encoding) =>
        !string.IsNullOrEmpty(encoding) && !string.Equals(encoding, Identity, StringComparison.OrdinalIgnoreCase);
}
