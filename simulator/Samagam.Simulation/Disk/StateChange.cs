using Samagam.Core.Facts;

namespace Samagam.Simulation.Disk;

/// <summary>One write of a transaction, fit to be applied to a <see cref="FactState"/> when the transaction has reached the disk.</summary>
internal abstract record StateChange
{
    public abstract void ApplyTo(FactState state);

    public sealed record Inserted(Fact Fact) : StateChange
    {
        public override void ApplyTo(FactState state) => state.Insert(Fact);
    }

    public sealed record Dropped(FactId Id) : StateChange
    {
        public override void ApplyTo(FactState state) => state.Drop(Id);
    }

    public sealed record Marked(StreamKey Key, RangeSet Ranges) : StateChange
    {
        public override void ApplyTo(FactState state) => state.MarkKnown(Key, Ranges);
    }

    public sealed record SetApart(Fact Fact) : StateChange
    {
        public override void ApplyTo(FactState state) => state.KeepApart(Fact);
    }

    public sealed record Noted(string Scope, string Key, byte[] Value) : StateChange
    {
        public override void ApplyTo(FactState state) => state.PutLocal(Scope, Key, Value);
    }

    public sealed record Unnoted(string Scope, string Key) : StateChange
    {
        public override void ApplyTo(FactState state) => state.RemoveLocal(Scope, Key);
    }
}
