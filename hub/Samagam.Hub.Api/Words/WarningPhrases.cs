using Samagam.Core.Warnings;

namespace Samagam.Hub.Api.Words;

/// <summary>Words about warnings.</summary>
public sealed partial class BoardWords
{
    public string Of(WarningState state) => Of("StateOf", state);

    public string Of(WarningSeverity severity) => Of("Severity", severity);

    public string Of(WarningUrgency urgency) => Of("Haste", urgency);

    public string Of(WarningCertainty certainty) => Of("Sure", certainty);

    public string Of(WarningCategory category) => Of("Kind", category);

    public string Of(WarningResponse response) => Of("Do", response);
}
