namespace Samagam.Trust;

/// <summary>
/// Opens files whose names operators give. A pipe would be waited for without end and a device read without end, so only what has bytes of its own is opened:
/// pipes, devices and sockets have a length of 0 (POSIX stat leaves it open, Linux says 0), and an empty file holds nothing to read either.
/// </summary>
public static class RegularFile
{
    /// <summary>Why a file is not opened, in words for a technician; null when it can be.</summary>
    /// <exception cref="IOException">Nobody may ask for it.</exception>
    public static string? WhyNot(string path)
    {
        if (Directory.Exists(path))
        {
            return "it is a folder, not a file";
        }
        var file = new FileInfo(path);
        return !file.Exists ? "there is no such file"
            : file.Length == 0 ? "it is empty, or a pipe or device: a regular file with something in it is wanted"
            : null;
    }

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="IOException">It is no regular file, or it can not be read.</exception>
    public static FileStream OpenRead(string path) => WhyNot(path) switch
    {
        null => File.OpenRead(path),
        var why when !Path.Exists(path) => throw new FileNotFoundException(why, path),
        var why => throw new IOException(why),
    };
}
