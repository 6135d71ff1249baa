namespace Samagam.Modem;

/// <summary>How giving a message to the network ended.</summary>
public enum SmsOutcome
{
    /// <summary>The network took it.</summary>
    Taken,

    /// <summary>Too long for one message, or not a number.</summary>
    NotInForm,

    /// <summary>The network refused it for good.</summary>
    Refused,

    /// <summary>No network, no SIM, busy, silent, or no modem: later it may go.</summary>
    NotNow,
}

/// <summary>
/// A GSM modem on a serial line, by AT commands in text mode (3GPP TS 27.005). One message at a time; a line that dies is opened anew at the next message. What the network may have
/// taken is never sent twice by this: after the text was given, silence is <see cref="SmsOutcome.NotNow"/> without another try.
/// </summary>
public sealed class SmsModem(ModemOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private AtConversation? _at;
    private bool _pinGiven;
    private long _restUntilMs = long.MinValue;

    /// <summary>False without a line, and for a while after the modem did not answer.</summary>
    public bool IsReady => options.Path.Length > 0 && File.Exists(options.Path) && NowMs >= Interlocked.Read(ref _restUntilMs);

    /// <summary>What was wrong the last time, for an operator; empty when all was well.</summary>
    public string Trouble { get; private set; } = "";

    /// <param name="number">E.164, with plus.</param>
    public async ValueTask<SmsOutcome> SendAsync(string number, string text, CancellationToken cancellation)
    {
        if (!SmsText.Fits(text) || number.Length is < 2 or > 16 || number[0] != '+' || !number.AsSpan(1).ContainsOnlyDigits())
        {
            return SmsOutcome.NotInForm;
        }
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var (outcome, again) = await TryAsync(number, text, cancellation).ConfigureAwait(false);
                if (outcome == SmsOutcome.Taken)
                {
                    Trouble = "";
                }
                if (!again || tries >= options.Tries)
                {
                    return outcome;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(options.RetryMs), time, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Rest(e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        HangUp();
        _turn.Dispose();
    }

    private async Task<(SmsOutcome Outcome, bool Again)> TryAsync(string number, string text, CancellationToken cancellation)
    {
        var at = _at ??= new AtConversation(SerialLine.Open(options.Path, options.Baud), time);
        if (await PrepareAsync(at, cancellation).ConfigureAwait(false) is { } trouble)
        {
            return (Rest(trouble), false);
        }
        var plain = SmsText.IsPlain(text);
        foreach (var command in (string[])["AT+CMGF=1", plain ? "AT+CSCS=\"GSM\"" : "AT+CSCS=\"UCS2\"", plain ? "AT+CSMP=17,167,0,0" : "AT+CSMP=17,167,0,8"])
        {
            if (!(await at.AskAsync(command, options.CommandMs, cancellation).ConfigureAwait(false)).IsOk)
            {
                return (Rest($"{command} was refused"), false);
            }
        }
        var prompt = await at.AskAsync($"AT+CMGS=\"{(plain ? number : SmsText.ToUcs2(number))}\"", options.CommandMs, cancellation).ConfigureAwait(false);
        if (prompt.Final != AtReply.Prompt)
        {
            if (prompt.IsSilence)
            {
                await at.GiveUpAsync(options.CommandMs, cancellation).ConfigureAwait(false);
            }
            return Judge(prompt);
        }
        var given = await at.GiveAsync(plain ? text : SmsText.ToUcs2(text), options.SendMs, cancellation).ConfigureAwait(false);
        if (given.IsSilence)
        {
            HangUp();
            return (Rest("the network did not say whether it took the message"), false);
        }
        return Judge(given);
    }

    /// <summary>Wakes the modem, gives the PIN where one is asked for, and asks whether there is a network. Null when it can send, else what is wrong.</summary>
    private async Task<string?> PrepareAsync(AtConversation at, CancellationToken cancellation)
    {
        var awake = false;
        for (var i = 0; i < 3 && !awake; i++)
        {
            awake = (await at.AskAsync("AT", options.CommandMs / 3, cancellation).ConfigureAwait(false)).IsOk;
        }
        if (!awake)
        {
            HangUp();
            return "the modem does not answer";
        }
        await at.AskAsync("ATE0", options.CommandMs, cancellation).ConfigureAwait(false);
        var sim = await at.AskAsync("AT+CPIN?", options.CommandMs, cancellation).ConfigureAwait(false);
        if (sim.Lines.Any(l => l.Contains("SIM PIN", StringComparison.Ordinal)) && options.Pin.Length > 0 && !_pinGiven)
        {
            _pinGiven = true;
            if (!(await at.AskAsync($"AT+CPIN={options.Pin}", options.CommandMs, cancellation).ConfigureAwait(false)).IsOk)
            {
                return "the SIM refused the PIN; it is not given again";
            }
        }
        else if (!sim.Lines.Any(l => l.Contains("READY", StringComparison.Ordinal)))
        {
            return $"the SIM is not ready: {string.Join(' ', sim.Lines)}{sim.Final}";
        }
        var network = await at.AskAsync("AT+CREG?", options.CommandMs, cancellation).ConfigureAwait(false);
        // +CREG: <n>,<stat>: 1 at home, 5 roaming (TS 27.007 §7.2).
        return network.Lines.Any(l => l.StartsWith("+CREG:", StringComparison.Ordinal) && l.Split(',') is [_, var stat, ..] && stat.Trim() is "1" or "5")
            ? null
            : "there is no network";
    }

    private (SmsOutcome Outcome, bool Again) Judge(AtReply reply)
    {
        if (reply.IsOk)
        {
            return (SmsOutcome.Taken, false);
        }
        Trouble = reply.Final.Length > 0 ? reply.Final : "silence";
        return reply.MessageError switch
        {
            // No service, congestion, temporary failure, out of order, busy, no network, network timeout, unknown (TS 24.011 annex E, TS 27.005 §3.2.5).
            27 or 38 or 41 or 42 or 47 or 314 or 331 or 332 or 500 or 512 => (SmsOutcome.NotNow, true),
            not null => (SmsOutcome.Refused, false),
            _ => (SmsOutcome.NotNow, true),
        };
    }

    private SmsOutcome Rest(string trouble)
    {
        Trouble = trouble;
        HangUp();
        Interlocked.Exchange(ref _restUntilMs, NowMs + options.RestMs);
        return SmsOutcome.NotNow;
    }

    private void HangUp()
    {
        _at?.Dispose();
        _at = null;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();
}

internal static class Digits
{
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
