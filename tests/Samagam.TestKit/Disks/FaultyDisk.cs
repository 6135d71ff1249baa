using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Samagam.Sqlite;

namespace Samagam.TestKit;

/// <summary>
/// A disk under a store that can fail: an SQLite VFS over the system's own, which counts and records writes and syncs
/// and answers an error where the test wants one (https://www.sqlite.org/vfs.html). Disposed after the store.
/// </summary>
public sealed unsafe class FaultyDisk : IDisposable
{
    public const int IoErrorFsync = 10 | (4 << 8);
    public const int IoErrorWrite = 10 | (3 << 8);
    public const int Full = 13;
    private const int Tables = 19;
    private const int Before = 2;
    private readonly Vfs* _vfs;
    private readonly GCHandle _self;
    private readonly nint _name;
    private readonly Vfs* _system;
    // The system has one table of calls for the database file and another for its logs.
    private readonly Dictionary<nint, nint> _tables = [];

    public FaultyDisk(string name)
    {
        if (!SqliteEngine.Load().FromDistribution)
        {
            throw new InvalidOperationException("the engine of the distribution is needed (Debian package libsqlite3-0)");
        }
        var library = NativeLibrary.Load("libsqlite3.so.0");
        var find = (delegate* unmanaged[Cdecl]<byte*, Vfs*>)NativeLibrary.GetExport(library, "sqlite3_vfs_find");
        var register = (delegate* unmanaged[Cdecl]<Vfs*, int, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_register");
        Name = name;
        _system = find(null);
        _vfs = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *_vfs = *_system;
        _self = GCHandle.Alloc(this);
        _name = Marshal.StringToCoTaskMemUTF8(name);
        _vfs->Next = null;
        _vfs->Name = _name;
        _vfs->AppData = GCHandle.ToIntPtr(_self);
        _vfs->FileBytes = _system->FileBytes;
        _vfs->Open = (nint)(delegate* unmanaged[Cdecl]<Vfs*, byte*, nint*, int, int*, int>)&OnOpen;
        _vfs->Delete = (nint)(delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int>)&OnDelete;
        if (register(_vfs, 0) != 0)
        {
            throw new InvalidOperationException("the engine took no further disk");
        }
        Unregister = () => ((delegate* unmanaged[Cdecl]<Vfs*, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_unregister"))(_vfs);
    }

    /// <summary>For <see cref="SqliteOptions.Vfs"/>.</summary>
    public string Name { get; }

    /// <summary>Syncs that succeeded.</summary>
    public int Syncs { get; private set; }

    /// <summary>Asked before each write (true) or sync (false); a code other than 0 is the answer in its place.</summary>
    public Func<string, bool, int> Fault { get; set; } = (_, _) => 0;

    /// <summary>Told after each write that succeeded: file, offset, bytes.</summary>
    public Action<string, long, byte[]>? Written { get; set; }

    /// <summary>Told after a file was cut.</summary>
    public Action<string, long>? Truncated { get; set; }

    /// <summary>Told after a file was deleted.</summary>
    public Action<string>? Deleted { get; set; }

    /// <summary>Told after each sync that succeeded.</summary>
    public Action<string>? Synced { get; set; }

    private Action Unregister { get; }

    private Dictionary<nint, string> Paths { get; } = [];

    public void Dispose()
    {
        Unregister();
        Marshal.FreeCoTaskMem(_name);
        NativeMemory.Free(_vfs);
        foreach (var table in _tables.Values)
        {
            NativeMemory.Free((nint*)table - Before);
        }
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* path, nint* file, int flags, int* outFlags)
    {
        var disk = (FaultyDisk)GCHandle.FromIntPtr(vfs->AppData).Target!;
        var open = (delegate* unmanaged[Cdecl]<Vfs*, byte*, nint*, int, int*, int>)disk._system->Open;
        var code = open(disk._system, path, file, flags, outFlags);
        if (code == 0)
        {
            disk.TakeOver(file, Marshal.PtrToStringUTF8((nint)path) ?? "temporary");
        }
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* path, int syncFolder)
    {
        var disk = (FaultyDisk)GCHandle.FromIntPtr(vfs->AppData).Target!;
        var code = ((delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int>)disk._system->Delete)(disk._system, path, syncFolder);
        disk.Deleted?.Invoke(Marshal.PtrToStringUTF8((nint)path)!);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint* file, byte* bytes, int count, long offset)
    {
        var disk = Of(file);
        if (disk.Fault(disk.PathOf(file), true) is var fault and not 0)
        {
            return fault;
        }
        var code = ((delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)SystemCalls(file)[3])(file, bytes, count, offset);
        if (code == 0)
        {
            disk.Written?.Invoke(disk.PathOf(file), offset, new ReadOnlySpan<byte>(bytes, count).ToArray());
        }
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(nint* file, long size)
    {
        var disk = Of(file);
        var code = ((delegate* unmanaged[Cdecl]<nint*, long, int>)SystemCalls(file)[4])(file, size);
        if (code == 0)
        {
            disk.Truncated?.Invoke(disk.PathOf(file), size);
        }
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint* file, int flags)
    {
        var disk = Of(file);
        if (disk.Fault(disk.PathOf(file), false) is var fault and not 0)
        {
            return fault;
        }
        var code = ((delegate* unmanaged[Cdecl]<nint*, int, int>)SystemCalls(file)[5])(file, flags);
        if (code == 0)
        {
            disk.Syncs++;
            disk.Synced?.Invoke(disk.PathOf(file));
        }
        return code;
    }

    // The words before a table of ours point back to this object and to the system's table.
    private static FaultyDisk Of(nint* file) => (FaultyDisk)GCHandle.FromIntPtr(((nint*)file[0])[-1]).Target!;

    private static nint* SystemCalls(nint* file) => (nint*)((nint*)file[0])[-2];

    private string PathOf(nint* file)
    {
        lock (Paths)
        {
            return Paths[(nint)file];
        }
    }

    private void TakeOver(nint* file, string path)
    {
        lock (Paths)
        {
            Paths[(nint)file] = path;
            if (!_tables.TryGetValue(file[0], out var table))
            {
                var memory = (nint*)NativeMemory.Alloc((nuint)((Tables + Before) * sizeof(nint)));
                memory[0] = file[0];
                memory[1] = GCHandle.ToIntPtr(_self);
                var calls = memory + Before;
                new ReadOnlySpan<nint>((nint*)file[0], Tables).CopyTo(new Span<nint>(calls, Tables));
                calls[3] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)&OnWrite;
                calls[4] = (nint)(delegate* unmanaged[Cdecl]<nint*, long, int>)&OnTruncate;
                calls[5] = (nint)(delegate* unmanaged[Cdecl]<nint*, int, int>)&OnSync;
                _tables[file[0]] = table = (nint)calls;
            }
            file[0] = table;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileBytes;
        public int MaxPath;
        public Vfs* Next;
        public nint Name;
        public nint AppData;
        public nint Open;
        public nint Delete;
        private readonly Rest _rest;

        [InlineArray(14)]
        private struct Rest
        {
            private nint _first;
        }
    }
}
