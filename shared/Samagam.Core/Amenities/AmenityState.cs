namespace Samagam.Core.Amenities;

/// <summary>What pilgrims say of an amenity, as it is shown.</summary>
/// <param name="State">What most of them say.</param>
/// <param name="People">How many of them do.</param>
/// <param name="AgeMs">Age of the newest of their words.</param>
public readonly record struct Reported(FoundState State, int People, long AgeMs);

/// <summary>How an amenity is at one moment, by all that was said of it.</summary>
/// <param name="Operational">Null: nobody said so; then as the map has it.</param>
/// <param name="ByStaff">Whether that is a word of staff.</param>
/// <param name="CrowdLevel">1 to 5 by staff; null when they did not say.</param>
/// <param name="Note">Of staff; empty for none.</param>
/// <param name="StaffAgeMs">Age of the word of staff that stands; null for none.</param>
/// <param name="Reported">What pilgrims say beside it; null when they say nothing worth showing.</param>
public sealed record AmenityState(bool? Operational, bool ByStaff, int? CrowdLevel, string Note, long? StaffAgeMs, Reported? Reported)
{
    /// <summary>Nobody said anything.</summary>
    public static readonly AmenityState Unsaid = new(null, false, null, "", null, null);

    /// <summary>
    /// Law: staff stand above pilgrims; pilgrims' words fade by half in every <see cref="AmenityOptions.HalfLifeMs"/>; they put an amenity out of use only together,
    /// from <see cref="AmenityOptions.ClosingWeight"/> on, and more of them than say it is good; what they said before staff looked no longer counts.
    /// </summary>
    /// <param name="status">The word of staff and when it was said.</param>
    /// <param name="reports">Of each box, and when.</param>
    public static AmenityState At((long AtMs, AmenityStatus Status)? status, IEnumerable<(long AtMs, AmenityReport Report)> reports, long nowMs, AmenityOptions options)
    {
        var staff = status is { } said && nowMs < said.Status.UntilMs ? status : null;
        Span<double> weights = stackalloc double[AmenityReport.States + 1];
        Span<int> people = stackalloc int[AmenityReport.States + 1];
        Span<long> youngest = stackalloc long[AmenityReport.States + 1];
        youngest.Fill(long.MaxValue);
        foreach (var (atMs, report) in reports)
        {
            foreach (var voice in report.Voices)
            {
                // A stamp from the future counts as now.
                var saidMs = Math.Min(atMs, nowMs) - (voice.AgeS * 1000L);
                var age = nowMs - saidMs;
                if (age > options.ForgottenMs || (staff is { } word && saidMs <= word.AtMs))
                {
                    continue;
                }
                var state = (int)voice.State;
                weights[state] += Math.Pow(0.5, Math.Max(0, age - options.FreshMs) / (double)options.HalfLifeMs);
                people[state]++;
                youngest[state] = Math.Min(youngest[state], age);
            }
        }
        var good = weights[(int)FoundState.Ok];
        var worst = FoundState.Closed;
        for (var state = FoundState.Closed; state <= FoundState.Gone; state++)
        {
            worst = weights[(int)state] > weights[(int)worst] ? state : worst;
        }
        var told = weights[(int)worst] > good ? worst : FoundState.Ok;
        Reported? reported = weights[(int)told] >= options.ShownWeight ? new Reported(told, people[(int)told], youngest[(int)told]) : null;
        var shut = weights[(int)FoundState.Closed] + weights[(int)FoundState.Gone];
        var operational = staff?.Status.Operational ?? (shut >= options.ClosingWeight && shut > good ? false : (bool?)null);
        return staff is null && reported is null && operational is null
            ? Unsaid
            : new AmenityState(
                operational, staff?.Status.Operational is not null, staff?.Status.CrowdLevel, staff?.Status.Note ?? "", staff is { } s ? Math.Max(0, nowMs - s.AtMs) : null, reported);
    }
}
