using Samagam.Core.Auth;
using Samagam.Mesh.Links.Peers;
using Samagam.Node.Auth;
using Samagam.Node.Links.Otp;
using Samagam.TestBoxes;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Node.Links.Tests.Otp;

/// <summary>A code goes out by the box next door that has a gateway, over the real link.</summary>
public sealed class HubOtpChannelTests
{
    private static readonly OtpMessage Message = Read();

    [Fact]
    public async Task A_box_without_a_modem_asks_the_hub_next_to_it()
    {
        using var mesh = new TestAuthority();
        var heard = new List<(int From, MessageRequest Request)>();
        var taken = true;
        await using var hub = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]), new LiveBoxParts
        {
            Messages = (from, request, _) =>
            {
                heard.Add((from.Number, request));
                return ValueTask.FromResult(new MessageReply { Taken = taken, Reason = taken ? "" : "no credit" });
            },
        });
        await using var box = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var channel = new HubOtpChannel(box.Mesh.Roads, box.Folder.Neighbours(), box.Mesh.Dialer, TimeSpan.FromSeconds(5));
        await box.UntilAsync(() => box.IsUpWith(hub) && channel.IsReady, "the link");
        Assert.True(await channel.SendAsync(Message, TestContext.Current.CancellationToken));
        Assert.Equal((1, "+919876543210", "123456"), (heard.Single().From, heard.Single().Request.To, heard.Single().Request.Text));
        taken = false;
        Assert.False(await channel.SendAsync(Message, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_hub_that_sends_nothing_or_is_away_takes_nothing()
    {
        using var mesh = new TestAuthority();
        await using var box = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var channel = new HubOtpChannel(box.Mesh.Roads, box.Folder.Neighbours(), box.Mesh.Dialer, TimeSpan.FromSeconds(5));
        Assert.False(channel.IsReady);
        Assert.False(await channel.SendAsync(Message, TestContext.Current.CancellationToken));
        await using var hub = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]));
        await box.UntilAsync(() => box.IsUpWith(hub) && channel.IsReady, "the link");
        Assert.False(await channel.SendAsync(Message, TestContext.Current.CancellationToken));
    }

    private static OtpMessage Read()
    {
        Assert.True(PhoneNumber.TryParse("+919876543210", "91", out var number));
        return new OtpMessage(number, "123456");
    }
}
