using System.Text;
using System.Text.Json;
using Samagam.Core.Sos;
using Samagam.Node.Sos;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Sos;

/// <summary>How much of what came with a press could be read.</summary>
internal enum Understood
{
    All,
    Part,
    Nothing,
}

/// <summary>Who presses, and at which door.</summary>
/// <param name="Device">Name of the device pass, or null.</param>
/// <param name="Caller">Device pass or address: ids that are no UUID are kept apart by it.</param>
/// <param name="Key">An <c>Idempotency-Key</c>, the id of a call whose body names none.</param>
internal sealed record SosCaller(SosDoor Door, string? Device, string Caller, string? Key, string Language);

/// <summary>
/// What came with a press, form or JSON at either door, in whatever shape it came: it is told by its first letter, not by its content type. A body that
/// cannot be read, or only in part, is a press all the same; a value that was cut is left out, never guessed.
/// </summary>
internal static class SosBody
{
    private static readonly string[] FormNames = ["id", "type", "people", "name", "phone", "note", "pole", "other", "silent", "lat", "lng"];

    public static (RaiseCommand Command, Understood Understood) Read(SosReading reading, BodyRead body, SosCaller caller)
    {
        var text = Utf8(body.Bytes);
        var isWhole = body.State == BodyState.Whole;
        if (text.Span is [(byte)'{', ..])
        {
            return OfJson(reading, text, isWhole, caller);
        }
        // The last value of a body that was cut may be half of it.
        var form = FormFields.Parse(isWhole ? text.Span : text.Span[..Math.Max(0, text.Span.LastIndexOf((byte)'&'))]);
        var understood = text.IsEmpty && isWhole ? Understood.All
            : !FormNames.Any(form.Has) ? Understood.Nothing
            : isWhole && form.IsWhole ? Understood.All : Understood.Part;
        return (reading.OfForm(understood == Understood.Nothing ? FormFields.Empty : form, caller), understood);
    }

    private static (RaiseCommand, Understood) OfJson(SosReading reading, ReadOnlyMemory<byte> text, bool isWhole, SosCaller caller)
    {
        var (json, isAll) = CutJson.Open(text);
        using (json)
        {
            try
            {
                var understood = isAll && isWhole ? Understood.All : json.RootElement.GetPropertyCount() > 0 ? Understood.Part : Understood.Nothing;
                return (reading.OfJson(json.RootElement, caller), understood);
            }
            catch (InvalidOperationException)
            {
                // The name of a field is no text (half a surrogate pair): JSON in form, and yet unreadable.
                return (reading.OfForm(FormFields.Empty, caller), Understood.Nothing);
            }
        }
    }

    /// <summary>Without byte order mark and blanks around; UTF-16, which some platforms send when nobody told them otherwise, as UTF-8.</summary>
    private static ReadOnlyMemory<byte> Utf8(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
            [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes[2..].ToArray()),
            [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes[2..].ToArray()),
            [not 0, 0, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes.ToArray()),
            [0, not 0, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes.ToArray()),
            _ => bytes,
        };
        return text.Trim(" \t\r\n"u8);
    }
}
