using System.Globalization;

namespace Samagam.Node.Portal.Language;

/// <summary>All texts of the portal in one language. Immutable.</summary>
internal sealed class Words
{
    private static readonly (string Word, Say Say)[] Skills =
    [
        ("first-aid", Say.SkillFirstAid), ("doctor", Say.SkillDoctor), ("nurse", Say.SkillNurse), ("medic", Say.SkillMedic), ("ambulance", Say.SkillAmbulance),
        ("swim", Say.SkillSwimming), ("swimming", Say.SkillSwimming), ("boat", Say.SkillBoat), ("fire", Say.SkillFire), ("crowd", Say.SkillCrowd), ("search", Say.SkillSearch),
        ("interpreter", Say.SkillInterpreter), ("sign-language", Say.SkillSignLanguage), ("women", Say.SkillWomen), ("children", Say.SkillChildren), ("security", Say.SkillSecurity),
    ];

    private readonly string[] _texts;

    /// <param name="texts">By name of <see cref="Say"/>; none may be unknown.</param>
    /// <param name="fallback">Says what the table does not; null where it has to say all.</param>
    public Words(string tag, IReadOnlyDictionary<string, string> texts, Words? fallback = null)
    {
        Tag = tag;
        var unknown = texts.Keys.Where(k => !Enum.TryParse<Say>(k, out _)).ToList();
        var missing = Enum.GetValues<Say>().Where(s => fallback is null && !texts.ContainsKey(s.ToString())).ToList();
        if (unknown.Count + missing.Count > 0)
        {
            throw new InvalidOperationException($"language {tag}: missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unknown)}]");
        }
        _texts = [.. Enum.GetValues<Say>().Select(s => texts.GetValueOrDefault(s.ToString()) ?? fallback![s])];
    }

    /// <summary>BCP 47 primary tag: <c>hi</c>, <c>en</c>.</summary>
    public string Tag { get; }

    public string this[Say say] => _texts[(int)say];

    /// <summary>A text with its holes filled.</summary>
    public string With(Say say, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, this[say], values);

    /// <summary>The name of a thing that has one in Hindi and one for everybody else.</summary>
    public string Pick(string name, string nameHi) => Tag == "hi" && nameHi.Length > 0 ? nameHi : name;

    /// <summary>What somebody can do, by the word on their voucher; a word of another kind is shown as it is.</summary>
    public string Skill(string word) => Array.Find(Skills, s => s.Word == word) is { Word: not null } known ? this[known.Say] : word;

    /// <summary>What was said in Hindi or in English: in the reader's language if it was, else in the other.</summary>
    public string Either(string english, string hindi) => (Tag == "hi" ? hindi.Length > 0 : english.Length == 0) ? hindi : english;

    /// <summary>How long ago, in words; empty when not known.</summary>
    public string Ago(long? seconds) => seconds switch
    {
        null => "",
        < 60 => With(Say.AgoSeconds, seconds),
        < 3600 => With(Say.AgoMinutes, seconds / 60),
        _ => With(Say.AgoHours, seconds / 3600),
    };

    /// <summary>A walk in whole minutes, at least one.</summary>
    public string Walk(double seconds) => With(Say.WalkMinutes, Math.Max(1, (int)Math.Ceiling(seconds / 60)));
}
