using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Server;

/// <summary>A peer below gRPC: any headers, any bytes, and what came back as HTTP/2 has it.</summary>
internal sealed class RawPeer(Uri address) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    public static byte[] Frame(IMessage message) => Frame(0, (uint)message.CalculateSize(), message.ToByteArray());

    public static byte[] Frame(byte flag, uint length, params byte[] body)
    {
        var frame = new byte[5 + body.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
        body.CopyTo(frame, 5);
        return frame;
    }

    public Task<RawAnswer> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        PostAsync(path, new ByteArrayContent(body), headers);

    public async Task<RawAnswer> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(path, content, headers);
        var body = await response.Content.ReadAsByteArrayAsync().InTime();
        return new RawAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, Status(response.Headers), Status(response.TrailingHeaders),
            Message(response.Headers) ?? Message(response.TrailingHeaders), body);
    }

    public async Task<HttpResponseMessage> SendAsync(
        string path, HttpContent content, (string Name, string Value)[] headers, Version? version = null, CancellationToken cancellation = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
        {
            if (name == "content-type")
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        return await _http.SendAsync(request, cancellation).InTime();
    }

    public void Dispose() => _http.Dispose();

    private static RpcStatus? Status(HttpHeaders headers) =>
        headers.TryGetValues("grpc-status", out var values) ? (RpcStatus)int.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string? Message(HttpHeaders headers) => headers.TryGetValues("grpc-message", out var values) ? values.Single() : null;
}

internal sealed record RawAnswer(
    HttpStatusCode Http, string? ContentType, RpcStatus? StatusInHeaders, RpcStatus? StatusInTrailers, string? EncodedText, byte[] Body)
{
    public RpcStatus? Status => StatusInHeaders ?? StatusInTrailers;
}
