using System.IO.Pipelines;
using Samagam.Core.Ids;

namespace Samagam.Node.Portal.Realtime;

/// <summary>What one stream is told: two kinds, for a caller and for a responder.</summary>
internal interface IFeed
{
    /// <summary>Writes the whole state.</summary>
    void WriteSnapshot(PipeWriter writer, string cursor);

    /// <summary>Writes what has changed in a case; nothing when it does not concern this stream.</summary>
    void WriteChange(PipeWriter writer, string cursor, SosId id);

    /// <summary>False when the stream must end: the session has.</summary>
    bool MayGoOn();
}
