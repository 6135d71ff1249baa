using System.Text;

namespace Samagam.Modem.Tests;

public sealed class SmsModemTests : IDisposable
{
    private const string Number = "+919876543210";
    private readonly ScriptedModem _modem = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_in_plain_letters_goes_as_it_is()
    {
        using var sms = Modem();
        Assert.True(sms.IsReady);
        Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, "123456 is your Samagam code.", Cancel));
        Assert.Equal(["AT+CMGF=1", "AT+CSCS=\"GSM\"", "AT+CSMP=17,167,0,0", $"AT+CMGS=\"{Number}\"", "123456 is your Samagam code."], _modem.Heard.TakeLast(5));
    }

    [Fact]
    public async Task A_message_in_Hindi_goes_as_UCS2()
    {
        using var sms = Modem();
        const string text = "123456 आपका समागम कोड है";
        Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, text, Cancel));
        var heard = _modem.Heard;
        Assert.Contains("AT+CSMP=17,167,0,8", heard);
        Assert.Equal(text, Encoding.BigEndianUnicode.GetString(Convert.FromHexString(heard[^1])));
        Assert.Equal($"AT+CMGS=\"{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Number))}\"", heard[^2]);
    }

    [Fact]
    public async Task The_line_is_kept_and_the_next_message_goes_over_it()
    {
        using var sms = Modem();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, "message " + i, Cancel));
        }
        Assert.Equal(3, _modem.Heard.Count(h => h.StartsWith("message", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refusal_that_may_pass_is_tried_again_and_one_for_good_is_not()
    {
        using var sms = Modem();
        var refusals = 2;
        _modem.Script = said => said == "hello" && refusals-- > 0 ? "\r\n+CMS ERROR: 332\r\n" : null;
        Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Equal(3, _modem.Heard.Count(h => h == "hello"));
        _modem.Script = said => said == "again" ? "\r\n+CMS ERROR: 38\r\n" : null;
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "again", Cancel));
        Assert.Equal(3, _modem.Heard.Count(h => h == "again"));
        _modem.Script = said => said == "never" ? "\r\n+CMS ERROR: 21\r\n" : null;
        Assert.Equal(SmsOutcome.Refused, await sms.SendAsync(Number, "never", Cancel));
        Assert.Equal((1, "+CMS ERROR: 21"), (_modem.Heard.Count(h => h == "never"), sms.Trouble));
    }

    [Fact]
    public async Task After_the_text_silence_is_no_reason_to_send_it_twice()
    {
        using var sms = Modem();
        _modem.Script = said => said == "hello" ? "" : null;
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Single(_modem.Heard, h => h == "hello");
    }

    [Fact]
    public async Task A_prompt_that_does_not_come_is_given_up_so_that_no_command_becomes_text()
    {
        using var sms = Modem();
        _modem.Script = said => said.StartsWith("AT+CMGS", StringComparison.Ordinal) ? "" : null;
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Equal((3, 0), (_modem.Heard.Count(h => h == "<ESC>"), _modem.Heard.Count(h => h == "hello")));
        _modem.Script = _ => null;
        Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, "hello", Cancel));
    }

    [Theory]
    [InlineData("AT", "", "does not answer")]
    [InlineData("AT+CPIN?", "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n", "SIM is not ready")]
    [InlineData("AT+CPIN?", "\r\n+CME ERROR: 10\r\n", "SIM is not ready")]
    [InlineData("AT+CREG?", "\r\n+CREG: 0,2\r\n\r\nOK\r\n", "no network")]
    [InlineData("AT+CSCS=\"GSM\"", "\r\nERROR\r\n", "was refused")]
    public async Task What_is_wrong_is_said_and_the_modem_is_left_alone_for_a_while(string command, string answer, string trouble)
    {
        using var sms = Modem(restMs: 600_000);
        _modem.Script = said => said == command ? answer : null;
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Contains(trouble, sms.Trouble, StringComparison.Ordinal);
        Assert.False(sms.IsReady);
    }

    [Fact]
    public async Task A_wrong_PIN_is_given_once_and_never_again()
    {
        using var sms = Modem(pin: "1234");
        _modem.Script = said => said switch { "AT+CPIN?" => "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n", "AT+CPIN=1234" => "\r\n+CME ERROR: 16\r\n", _ => null };
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Equal(SmsOutcome.NotNow, await sms.SendAsync(Number, "hello", Cancel));
        Assert.Single(_modem.Heard, h => h == "AT+CPIN=1234");
    }

    [Fact]
    public async Task What_is_no_number_or_no_message_never_reaches_the_line()
    {
        using var sms = Modem();
        Assert.Equal(SmsOutcome.NotInForm, await sms.SendAsync("9876543210", "hello", Cancel));
        Assert.Equal(SmsOutcome.NotInForm, await sms.SendAsync("+91\"\rAT+CFUN=0", "hello", Cancel));
        Assert.Equal(SmsOutcome.NotInForm, await sms.SendAsync(Number, "", Cancel));
        Assert.Equal(SmsOutcome.NotInForm, await sms.SendAsync(Number, new string('a', SmsText.MaxPlain + 1), Cancel));
        Assert.Equal(SmsOutcome.NotInForm, await sms.SendAsync(Number, new string('क', SmsText.MaxUcs2 + 1), Cancel));
        Assert.Empty(_modem.Heard);
        // A Ctrl-Z or Escape in the text is not plain: it goes as hexadecimal.
        Assert.Equal(SmsOutcome.Taken, await sms.SendAsync(Number, "a\x1A\x1B" + "b", Cancel));
        Assert.Equal("0061001A001B0062", _modem.Heard[^1]);
    }

    [Fact]
    public async Task A_modem_that_is_not_there_is_not_ready()
    {
        using var none = new SmsModem(new ModemOptions(), TimeProvider.System);
        using var gone = new SmsModem(new ModemOptions { Path = "/dev/samagam-none" }, TimeProvider.System);
        Assert.False(none.IsReady || gone.IsReady);
        Assert.Equal(SmsOutcome.NotNow, await gone.SendAsync(Number, "hello", Cancel));
    }

    public void Dispose() => _modem.Dispose();

    private SmsModem Modem(int restMs = 0, string pin = "")
    {
        var options = new ModemOptions { Path = _modem.Path, CommandMs = 600, SendMs = 600, RetryMs = 10, RestMs = restMs == 0 ? 1 : restMs, Pin = pin };
        options.Validate();
        return new SmsModem(options, TimeProvider.System);
    }
}
