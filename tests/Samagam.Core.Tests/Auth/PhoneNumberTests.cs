using Samagam.Core.Auth;

namespace Samagam.Core.Tests.Auth;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("9876543210", "+919876543210")]
    [InlineData("09876543210", "+919876543210")]
    [InlineData("+91 98765-43210", "+919876543210")]
    [InlineData("0091 (98765) 43210", "+919876543210")]
    [InlineData("९८७६५४३२१०", "+919876543210")]
    [InlineData("+44 20 7946 0958", "+442079460958")]
    [InlineData("919876543210", "+919876543210")]
    public void Numbers_are_read_as_people_type_them(string typed, string number)
    {
        Assert.True(PhoneNumber.TryParse(typed, "91", out var read));
        Assert.Equal(number, read.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("98765")]
    [InlineData("+0123456789")]
    [InlineData("+1234567890123456")]
    [InlineData("98765x43210")]
    [InlineData("++919876543210")]
    [InlineData("9876543210\r\nAT+CMGS")]
    public void What_is_no_number_is_refused(string? typed) => Assert.False(PhoneNumber.TryParse(typed, "91", out _));
}
