using Google.Protobuf;

namespace Samagam.Rpc.Frames;

/// <summary>One immutable parser per message type.</summary>
internal static class Parsers<T>
    where T : class, IMessage<T>, new()
{
    public static readonly MessageParser<T> Parser = new(() => new T());
}
