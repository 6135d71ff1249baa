namespace Samagam.Trust;

/// <summary>How the devices are written: part of a signed document, never changed once published.</summary>
internal sealed record DeviceDocument(string Mesh, int Version, DeviceCredential[] Devices);

/// <summary>All devices of the mesh, signed by its authority: a button works at whichever box it reaches.</summary>
public sealed class DeviceList
{
    public const string FileName = "devices.json";

    /// <summary>Most devices in one list.</summary>
    public const int MaxDevices = 4096;

    /// <summary>Largest document, bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private readonly SortedDictionary<string, DeviceCredential> _devices;

    private DeviceList(string mesh, int version, SortedDictionary<string, DeviceCredential> devices)
    {
        MeshName = mesh;
        Version = version;
        _devices = devices;
    }

    public string MeshName { get; }

    /// <summary>Rises with every list the authority signs; the higher one stands.</summary>
    public int Version { get; }

    /// <summary>All devices, by id.</summary>
    public IReadOnlyCollection<DeviceCredential> Devices => _devices.Values;

    public static DeviceList Empty(string meshName) => new(meshName, 0, new(StringComparer.Ordinal));

    /// <summary>The device of that id; null when unknown.</summary>
    public DeviceCredential? Find(string id) => _devices.GetValueOrDefault(id);

    /// <summary>
    /// The device, when it is known and this is its secret. Costs a few milliseconds of one core for a known device:
    /// the door limits how often a stranger may try.
    /// </summary>
    public Verdict<DeviceCredential> Verify(string id, string secret)
    {
        if (Find(id) is not { } device)
        {
            return Verdict<DeviceCredential>.Refuse(TrustProblem.Missing, "no such device");
        }
        return device.Accepts(secret) ? Verdict<DeviceCredential>.Accept(device)
            : Verdict<DeviceCredential>.Refuse(TrustProblem.WrongSecret, $"wrong secret for device {device.Id}");
    }

    /// <summary>This list with a device added or replaced, at the next version. Throws when full or not in form.</summary>
    public DeviceList With(DeviceCredential device)
    {
        if (device.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(device));
        }
        var all = new SortedDictionary<string, DeviceCredential>(_devices, StringComparer.Ordinal) { [device.Id] = device };
        return all.Count <= MaxDevices ? new(MeshName, Version + 1, all)
            : throw new InvalidOperationException($"a device list holds at most {MaxDevices} devices");
    }

    /// <summary>Signs the list; the authority must be of the same mesh.</summary>
    public SignedBlob Sign(MeshAuthority authority) => string.Equals(authority.MeshName, MeshName, StringComparison.Ordinal)
        ? authority.Sign(SignedKind.Devices, StrictJson.Write(new DeviceDocument(MeshName, Version, [.. _devices.Values])))
        : throw new ArgumentException("the authority is of another mesh", nameof(authority));

    /// <summary>Believes a signed list, or says why not.</summary>
    public static Verdict<DeviceList> Read(SignedBlob blob, AuthorityCertificate authority)
    {
        var document = SignedDocument.Read(blob, SignedKind.Devices, authority, MaxBytes, StrictJson.Default.DeviceDocument, d => d.Mesh, "device list");
        if (!document.Ok)
        {
            return document.As<DeviceList>();
        }
        var (mesh, version, devices) = document.Value;
        if (version < 0 || devices.Length > MaxDevices)
        {
            return Verdict<DeviceList>.Refuse(TrustProblem.TooLarge, $"a device list holds at most {MaxDevices} devices and a version from 0");
        }
        var all = new SortedDictionary<string, DeviceCredential>(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            if (device.Problem() is { } problem)
            {
                return Verdict<DeviceList>.Refuse(TrustProblem.Malformed, $"device: {problem}");
            }
            if (!all.TryAdd(device.Id, device))
            {
                return Verdict<DeviceList>.Refuse(TrustProblem.Malformed, $"device {device.Id} is in the list twice");
            }
        }
        return Verdict<DeviceList>.Accept(new(mesh, version, all));
    }

    /// <summary>Reads <see cref="FileName"/> and its signature from a bundle.</summary>
    public static Verdict<DeviceList> Load(string folder, AuthorityCertificate authority)
    {
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, FileName), MaxBytes);
        return blob.Ok ? Read(blob.Value, authority) : blob.As<DeviceList>();
    }
}
