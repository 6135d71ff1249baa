using Samagam.Compliance;
using Samagam.Mesh.Facts;
using Samagam.Simulation.Disk;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Tests.Disk;

/// <summary>The simulated store keeps the promises of the store in the field.</summary>
public sealed class SimFactLogTests : FactLogCompliance
{
    private static int s_files;

    protected override ValueTask<FactLogBench> OpenAsync()
    {
        // The story's thread rule: continuations must run inline, which a test context would prevent.
        SynchronizationContext.SetSynchronizationContext(null);
        return ValueTask.FromResult<FactLogBench>(new Bench());
    }

    private sealed class Bench : FactLogBench
    {
        private readonly SimWorld _world = new(1, new Trace());
        private SimDisk _disk = new($"file-{Interlocked.Increment(ref s_files)}", new FactState());
        private SimFactLog _log;

        public Bench() => _log = new SimFactLog(_world, _disk);

        public override IFactLog Log => _log;

        public override int KeptApartLimit => FactState.KeptApartLimit;

        public override Task ReopenAsync() => KillAndReopenAsync();

        public override Task KillAndReopenAsync()
        {
            _log.Crash(CrashFate.Lost);
            _log = new SimFactLog(_world, _disk);
            return Task.CompletedTask;
        }

        public override Task MoveToACopyAsync()
        {
            _disk = _disk.CopyAs($"file-{Interlocked.Increment(ref s_files)}");
            return KillAndReopenAsync();
        }

        public override Task FillDiskAsync()
        {
            _disk.Full = true;
            return Task.CompletedTask;
        }

        public override Task FreeDiskAsync()
        {
            _disk.Full = false;
            return Task.CompletedTask;
        }

        public override Task<int> CountKeptApartAsync() => Task.FromResult(_disk.State.KeptApart.Count);

        public override Task<T> Settle<T>(ValueTask<T> write)
        {
            while (!write.IsCompleted && _world.Step())
            {
                continue;
            }
            return write.AsTask();
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
