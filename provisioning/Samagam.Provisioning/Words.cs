namespace Samagam.Provisioning;

/// <summary>Help and answers in the technician's language: Hindi where the locale says <c>hi</c>, else English.</summary>
internal sealed class Words(bool hindi)
{
    /// <summary>The English text, or the Hindi one.</summary>
    public string this[string english, string inHindi] => hindi ? inHindi : english;
}
