using System.Security.Cryptography;

namespace Samagam.Trust.Tests;

/// <summary>Repeatable randomness where production takes the operating system's.</summary>
public sealed class SeededLuck(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
