using System.Text;

namespace Samagam.Trust;

/// <summary>Reads files up to a limit and replaces them whole: a crash leaves the old file or the new one, never half.</summary>
public static class LimitedFile
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Open = Secret | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole file, or why not. A file longer than <paramref name="maxBytes"/> is refused before it is read.</summary>
    public static Verdict<byte[]> Read(string path, int maxBytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > maxBytes)
            {
                return Verdict<byte[]>.Refuse(TrustProblem.TooLarge, $"{path} is larger than {maxBytes} bytes");
            }
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Verdict<byte[]>.Accept(bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.Missing, $"{path} is not there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.Missing, $"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The whole file as strict UTF-8.</summary>
    public static Verdict<string> ReadText(string path, int maxBytes)
    {
        var bytes = Read(path, maxBytes);
        if (!bytes.Ok)
        {
            return bytes.As<string>();
        }
        try
        {
            return Verdict<string>.Accept(StrictUtf8.GetString(bytes.Value));
        }
        catch (DecoderFallbackException)
        {
            return Verdict<string>.Refuse(TrustProblem.Malformed, $"{path} is not UTF-8 text");
        }
    }

    /// <summary>
    /// Replaces a file whole; its content is on disk before its name is. <paramref name="secret"/> gives mode 0600 from the first byte, else 0644.
    /// Throws <see cref="IOException"/> when the disk refuses: that is broken hardware or a wrong path of the operator.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, bool secret)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            // A leftover from a crash keeps its old mode when it is opened again; start clean.
            File.Delete(fresh);
            options.UnixCreateMode = secret ? Secret : Open;
        }
        using (var file = new FileStream(fresh, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }
}
