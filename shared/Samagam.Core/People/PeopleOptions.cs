namespace Samagam.Core.People;

/// <summary>What an operator may set of what people say of themselves. Lengths are UTF-16 units.</summary>
public sealed record PeopleOptions
{
    /// <summary>Most pins of a person: 100.</summary>
    public int MaxPins { get; init; } = 100;

    /// <summary>Longest name of a person or a pin: 80.</summary>
    public int MaxNameLength { get; init; } = 80;

    /// <summary>Longest telephone number: 20.</summary>
    public int MaxPhoneLength { get; init; } = 20;

    /// <summary>Most medical conditions: 20.</summary>
    public int MaxConditions { get; init; } = 20;

    /// <summary>Longest medical condition: 120.</summary>
    public int MaxConditionLength { get; init; } = 120;

    /// <summary>Most further entries of a profile or a pin: 20.</summary>
    public int MaxEntries { get; init; } = 20;

    /// <summary>Longest name of an entry: 40.</summary>
    public int MaxEntryNameLength { get; init; } = 40;

    /// <summary>Longest value of an entry: 200.</summary>
    public int MaxEntryLength { get; init; } = 200;

    /// <summary>Most bytes of one profile or pin as it is kept: 8 KiB. A fact holds twice that.</summary>
    public int MaxBytes { get; init; } = 8 * 1024;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(MaxPins is >= 1 and <= 1_000, "People:MaxPins must be 1 to 1000");
        Require(MaxNameLength is >= 1 and <= 500, "People:MaxNameLength must be 1 to 500");
        Require(MaxPhoneLength is >= 5 and <= 40, "People:MaxPhoneLength must be 5 to 40");
        Require(MaxConditions is >= 1 and <= 100 && MaxConditionLength is >= 1 and <= 1_000, "People:MaxConditions must be 1 to 100, each of 1 to 1000");
        Require(MaxEntries is >= 1 and <= 100 && MaxEntryNameLength is >= 1 and <= 100 && MaxEntryLength is >= 1 and <= 1_000, "People:MaxEntries must be 1 to 100, names 1 to 100, values 1 to 1000");
        Require(MaxBytes is >= 1_024 and <= 12 * 1024, "People:MaxBytes must be 1 to 12 KiB");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
