using System.Text;

namespace Samagam.TestKit;

/// <summary>Looks for words and bytes in every file of folders: as they are, in UTF-16, in hexadecimal and in base64, wherever they begin.</summary>
public static class Traces
{
    private const int Overlap = 4_096;

    /// <summary>The forms a text may have left.</summary>
    public static IEnumerable<(string Form, byte[] Bytes)> Of(string text) =>
        Of(Encoding.UTF8.GetBytes(text)).Select(f => (text + " as " + f.Form, f.Bytes)).Append((text + " as UTF-16", Encoding.Unicode.GetBytes(text)));

    /// <summary>The forms bytes may have left.</summary>
    public static IEnumerable<(string Form, byte[] Bytes)> Of(byte[] bytes)
    {
        yield return ("bytes", bytes);
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
        // What stands before shifts base64 by up to two characters: the first and last characters of each form depend on the neighbours.
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            var sure = text[(shift == 0 ? 0 : shift + 1)..^1];
            yield return ("base64 " + shift, Encoding.ASCII.GetBytes(sure));
            if (sure.IndexOfAny(['+', '/']) >= 0)
            {
                yield return ("base64url " + shift, Encoding.ASCII.GetBytes(sure.Replace('+', '-').Replace('/', '_')));
            }
        }
    }

    /// <summary>Every form found: file, form, place. Files that vanish meanwhile are passed over.</summary>
    public static IReadOnlyList<string> Find(string folder, IEnumerable<(string Form, byte[] Bytes)> wanted)
    {
        var forms = wanted.ToList();
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var buffer = new byte[(1 << 20) + Overlap];
                long at = 0;
                var kept = 0;
                int read;
                while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
                {
                    var window = buffer.AsSpan(0, kept + read);
                    foreach (var (form, bytes) in forms)
                    {
                        if (window.IndexOf(bytes) is >= 0 and var place)
                        {
                            found.Add($"{path} at {at - kept + place}: {form}");
                        }
                    }
                    at += read;
                    kept = Math.Min(Overlap, window.Length);
                    window[^kept..].CopyTo(buffer);
                }
            }
            catch (FileNotFoundException)
            {
                continue;
            }
            catch (IOException) when (path.EndsWith(".lock", StringComparison.Ordinal))
            {
                // Held by whoever owns the files beside it, and cannot be read from here; it says whose they are.
                continue;
            }
        }
        return [.. found.Distinct()];
    }
}
