using System.Collections.Immutable;
using Samagam.Core.Auth;
using Samagam.Mesh.Facts;
using Samagam.Wire.Auth;

namespace Samagam.Node.Auth;

/// <summary>Notes of this box about codes: durable, so that a restart forgets no limit; bounded, and swept when over. Touched in the writer only.</summary>
internal sealed class OtpNotes(OtpOptions options)
{
    private const string Phones = "otp-phone", Addresses = "otp-address";
    private const long SweepEveryMs = 600_000;
    private readonly Dictionary<string, (int Held, long SweptMs)> _held = [];

    public OtpState? OfPhone(IFactTransaction rows, UInt128 tag) => OtpNoteCodec.TryRead(rows.GetLocal(Phones, KeyOf(tag)));

    /// <summary>False when too many others are remembered.</summary>
    public bool PutPhone(IFactTransaction rows, UInt128 tag, OtpState state, long nowMs) => Put(rows, Phones, KeyOf(tag), state, nowMs);

    /// <summary>Seconds in ms until this address may ask again; 0 for now.</summary>
    public long WaitOfAddress(IFactTransaction rows, string name, long nowMs) =>
        OtpRules.OverFor(OtpNoteCodec.TryRead(rows.GetLocal(Addresses, name))?.AskedMs ?? [], nowMs, OtpRules.HourMs, options.PerAddressAndHour);

    /// <summary>Counts a question of this address; false when too many others are remembered.</summary>
    public bool CountAddress(IFactTransaction rows, string name, long nowMs)
    {
        ImmutableArray<long> asked = OtpNoteCodec.TryRead(rows.GetLocal(Addresses, name))?.AskedMs ?? [];
        return Put(rows, Addresses, name, OtpState.None with { AskedMs = OtpRules.Within(asked, nowMs, OtpRules.HourMs).Add(nowMs) }, nowMs);
    }

    private bool Put(IFactTransaction rows, string scope, string key, OtpState state, long nowMs)
    {
        var (held, sweptMs) = _held.GetValueOrDefault(scope, (-1, 0));
        if (held < 0 || held >= options.MaxRemembered && nowMs - sweptMs >= 1_000 || Math.Abs(nowMs - sweptMs) >= SweepEveryMs)
        {
            held = Sweep(rows, scope, nowMs);
            _held[scope] = (held, nowMs);
        }
        var isNew = rows.GetLocal(scope, key) is null;
        if (isNew && held >= options.MaxRemembered)
        {
            return false;
        }
        rows.PutLocal(scope, key, OtpNoteCodec.Serialise(state));
        _held[scope] = (held + (isNew ? 1 : 0), _held[scope].SweptMs);
        return true;
    }

    private static int Sweep(IFactTransaction rows, string scope, long nowMs)
    {
        var kept = 0;
        foreach (var (key, value) in rows.ListLocal(scope))
        {
            if (OtpNoteCodec.TryRead(value) is not { } state || state.IsOver(nowMs))
            {
                rows.RemoveLocal(scope, key);
            }
            else
            {
                kept++;
            }
        }
        return kept;
    }

    private static string KeyOf(UInt128 tag) => tag.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
