using System.Runtime.CompilerServices;

namespace Samagam.Rpc;

/// <summary>Range checks of the options of both sides.</summary>
internal static class RpcLimits
{
    /// <summary>1 GiB: sizes stay far from the edge of <see cref="int"/>.</summary>
    public const int LargestMessageBytes = 1 << 30;

    public static void Require<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"must be from {least} to {most}");
        }
    }

    /// <summary>A path as gRPC builds it: <c>/package.Service/Method</c>.</summary>
    public static void RequireMethod(string method)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        var slash = method.LastIndexOf('/');
        if (method[0] != '/' || slash < 2 || slash == method.Length - 1 || method.AsSpan(1).Count('/') != 1 || method.AsSpan().ContainsAny("{}*? "))
        {
            throw new ArgumentException($"'{method}' is not of the form /package.Service/Method", nameof(method));
        }
    }
}
