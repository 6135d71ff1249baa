namespace Samagam.Wire;

/// <summary>A stranger's bytes are not what they should be. Says what and where; the message is refused and counted.</summary>
public sealed class MalformedException(string why, Exception? inner = null) : Exception(why, inner);
