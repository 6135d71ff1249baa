using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samagam.Provisioning;

/// <summary>How <c>--json</c> answers are written: one line, names readable in any script.</summary>
internal static class Answer
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
