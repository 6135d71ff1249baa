using Samagam.Core;
using Samagam.Core.Content;

namespace Samagam.Wire.Content;

/// <summary>
/// The product's own pack of Ujjain: texts written for it, places put by hand on the sample map. Built in, so it needs no signature; in force wherever an
/// operator has given nothing better.
/// </summary>
public static class SampleContent
{
    private const string Prefix = "content-sample/";

    public static ContentPack Load()
    {
        var outcome = new ContentPackReader().Read(File(ContentPackReader.ManifestFile), file => File(file.Name));
        return outcome is ContentOutcome.Read read ? read.Pack : throw new InvariantBrokenException($"the sample pack: {((ContentOutcome.Refused)outcome).Problem}");
    }

    /// <summary>A file of the sample, as it was built in.</summary>
    public static byte[] File(string name)
    {
        using var stream = typeof(SampleContent).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new InvariantBrokenException($"{name} was not built in");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
