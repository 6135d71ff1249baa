using System.Globalization;
using System.Text;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// Text brought to one form before it is compared: lower case, compatibility forms undone (full-width letters, digits of
/// other scripts), Latin marks taken off (é → e, ś → s), Indic scripts brought to Devanagari, joiners and other invisible
/// characters removed, everything that is neither letter nor digit a gap. A table of its own stands in for Unicode
/// normalisation form KC, because boxes run without globalisation data.
/// </summary>
internal static class PlainText
{
    private const char Gap = ' ';
    private const char Nukta = '\u093C';
    private const char Virama = '\u094D';

    // Lower-case Latin letters with marks, each followed by its base: canonical decompositions of Unicode 15, U+00C0 to U+024F and U+1E00 to U+1EFF.
    private const string Marked =
        "àaáaâaãaäaåaçcèeéeêeëeìiíiîiïiñnòoóoôoõoöoùuúuûuüuýyÿyāaăaąaćcĉcċcčcďdēeĕeėeęeěeĝgğgġgģgĥhĩiīiĭiįiĵjķkĺlļlľlńnņnňnōoŏoőoŕrŗrřr"
        + "śsŝsşsšsţtťtũuūuŭuůuűuųuŵwŷyźzżzžzſsơoưuǎaǐiǒoǔuǖuǘuǚuǜuǟaǡaǧgǩkǫoǭoǰjǵgǹnǻaȁaȃaȅeȇeȉiȋiȍoȏoȑrȓrȕuȗușsțtȟhȧaȩeȫoȭoȯoȱoȳy"
        + "ḁaḃbḅbḇbḉcḋdḍdḏdḑdḓdḕeḗeḙeḛeḝeḟfḡgḣhḥhḧhḩhḫhḭiḯiḱkḳkḵkḷlḹlḻlḽlḿmṁnṃnṅnṇnṉnṋnṍoṏoṑoṓoṕpṗpṙrṛrṝrṟrṡsṣsṥsṧsṩsṫtṭtṯtṱtṳuṵuṷuṹuṻu"
        + "ṽvṿvẁwẃwẅwẇwẉwẋxẍxẏyẑzẓzẕzẖhẗtẘwẙyẛsạaảaấaầaẩaẫaậaắaằaẳaẵaặaẹeẻeẽeếeềeểeễeệeỉiịiọoỏoốoồoổoỗoộoớoờoởoỡoợoụuủuứuừuửuữuựuỳyỵyỷyỹy";

    private static readonly char[] BaseOf = Bases();

    /// <summary>True when the text writes its consonants in ISO 15919 fashion (ś, ṭ, ā …): then c is च, not k.</summary>
    public static bool IsScholarly(ReadOnlySpan<char> text) => text.ContainsAny("āīūśṣṭḍṇṅñṃṁṛḥ");

    /// <summary>The text in its one form; words parted by single gaps, at most <paramref name="max"/> characters.</summary>
    public static string Of(string text, int max)
    {
        var plain = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= max)
            {
                break;
            }
            if (!rune.IsBmp)
            {
                Part(plain);
                continue;
            }
            Add(plain, (char)rune.Value);
        }
        if (plain.Length > 0 && plain[^1] == Gap)
        {
            plain.Length--;
        }
        return plain.ToString();
    }

    private static void Add(StringBuilder plain, char c)
    {
        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            c = (char)(c - 0xFEE0);
        }
        c = char.ToLowerInvariant(c);
        if (c is '\'' or '\u2019' or '\u093D')
        {
            return;
        }
        if (c < BaseOf.Length && BaseOf[c] != 0)
        {
            c = BaseOf[c];
        }
        if (c is 'ß' or 'æ' or 'œ' or 'ø' or 'đ' or 'ł')
        {
            plain.Append(c switch { 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'đ' => "d", _ => "l" });
            return;
        }
        // The Indian scripts from Bengali to Malayalam lie in Unicode as in ISCII: 128 places each, in the order of Devanagari.
        if (c is >= '\u0980' and <= '\u0D7F')
        {
            c = (char)(0x0900 + (c & 0x7F));
        }
        if (c is >= '\u0900' and <= '\u097F')
        {
            AddDevanagari(plain, c);
            return;
        }
        switch (CharUnicodeInfo.GetUnicodeCategory(c))
        {
            case UnicodeCategory.DecimalDigitNumber:
                plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
                break;
            case UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter:
                plain.Append(c);
                break;
            case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                // Joiners, direction marks and accents that stand alone say nothing to a searcher.
                break;
            default:
                Part(plain);
                break;
        }
    }

    private static void AddDevanagari(StringBuilder plain, char c)
    {
        switch (c)
        {
            case >= '\u0966' and <= '\u096F':
                plain.Append((char)('0' + (c - '\u0966')));
                break;
            case >= '\u0958' and <= '\u095F':
                plain.Append("कखगजडढफय"[c - '\u0958']).Append(Nukta);
                break;
            case '\u0950':
                plain.Append("ओम").Append(Virama);
                break;
            // Danda, double danda and the sign of abbreviation.
            case '\u0964' or '\u0965' or '\u0970':
                Part(plain);
                break;
            // Some scripts write o as a sign before and one after.
            case '\u093E' when plain.Length > 0 && plain[^1] is '\u0947' or '\u0946':
                plain[^1] = '\u094B';
                break;
            default:
                plain.Append(c);
                break;
        }
    }

    private static void Part(StringBuilder plain)
    {
        if (plain.Length > 0 && plain[^1] != Gap)
        {
            plain.Append(Gap);
        }
    }

    private static char[] Bases()
    {
        var bases = new char[0x1F00];
        for (var i = 0; i < Marked.Length; i += 2)
        {
            bases[Marked[i]] = Marked[i + 1];
        }
        return bases;
    }
}
