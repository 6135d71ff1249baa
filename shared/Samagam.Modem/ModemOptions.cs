namespace Samagam.Modem;

/// <summary>What an operator may set of the modem (section <c>Modem</c>).</summary>
public sealed record ModemOptions
{
    /// <summary>The serial line, such as <c>/dev/ttyUSB2</c>; empty for no modem. A name under <c>/dev/serial/by-id</c> survives replugging.</summary>
    public string Path { get; init; } = "";

    /// <summary>Bits a second: 115,200. A modem on USB ignores it.</summary>
    public int Baud { get; init; } = 115_200;

    /// <summary>PIN of the SIM; empty for a SIM without one. Given at most once in the life of the process: three wrong ones lock a SIM.</summary>
    public string Pin { get; init; } = "";

    /// <summary>Patience with an ordinary command, ms: 5,000.</summary>
    public int CommandMs { get; init; } = 5_000;

    /// <summary>Patience with the network taking a message, ms: 15,000.</summary>
    public int SendMs { get; init; } = 15_000;

    /// <summary>Tries of one message whose refusal may pass: 3.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Wait between them, ms: 2,000.</summary>
    public int RetryMs { get; init; } = 2_000;

    /// <summary>How long a modem that does not answer is left alone, ms: 30,000.</summary>
    public int RestMs { get; init; } = 30_000;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(Path.Length <= 200 && (Path.Length == 0 || Path[0] == '/'), "Modem:Path must be a path from the root, or empty");
        Require(SerialLine.Speeds.ContainsKey(Baud), $"Modem:Baud must be one of {string.Join(", ", SerialLine.Speeds.Keys)}");
        Require(Pin.Length is 0 or >= 4 and <= 8 && Pin.All(char.IsAsciiDigit), "Modem:Pin must be 4 to 8 digits, or empty");
        Require(CommandMs is >= 100 and <= 60_000 && SendMs is >= 100 and <= 120_000, "Modem:CommandMs must be 100 to 60000 and Modem:SendMs 100 to 120000");
        Require(Tries is >= 1 and <= 10 && RetryMs is >= 0 and <= 60_000 && RestMs is >= 0 and <= 600_000, "Modem:Tries must be 1 to 10, RetryMs to 60000, RestMs to 600000");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
