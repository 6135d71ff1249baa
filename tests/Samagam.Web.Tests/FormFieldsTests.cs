using System.Text;
using Samagam.TestKit;
using Samagam.Web.Requests;

namespace Samagam.Web.Tests;

public sealed class FormFieldsTests
{
    private static FormFields Parse(string body) => FormFields.Parse(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Fields_of_a_form_are_read_in_every_script()
    {
        var form = Parse("name=%E0%A4%B0%E0%A4%BE%E0%A4%AE&note=a+b%26c&name=second&empty=&=x");
        Assert.Equal("राम", form["name"]);
        Assert.Equal("a b&c", form["note"]);
        Assert.Equal("", form["empty"]);
        Assert.Equal("", form["missing"]);
        Assert.Equal(["राम", "second"], form.All("name"));
        Assert.Equal((true, false, true), (form.Has("empty"), form.Has("missing"), form.IsWhole));
    }

    [Fact]
    public void Only_so_many_fields_are_read()
    {
        var body = string.Join('&', Enumerable.Range(1, FormFields.MaxFields + 1).Select(i => $"f{i}=v"));
        var form = Parse(body);
        Assert.Equal("v", form[$"f{FormFields.MaxFields}"]);
        Assert.Equal("", form[$"f{FormFields.MaxFields + 1}"]);
        Assert.False(form.IsWhole);
        Assert.True(Parse(string.Join('&', Enumerable.Repeat("same=v", FormFields.MaxFields))).IsWhole);
        Assert.False(Parse(string.Join('&', Enumerable.Repeat("same=v", FormFields.MaxFields + 1))).IsWhole);
    }

    [Fact]
    public void Whatever_the_bytes_are_there_is_an_answer() =>
        Seeds.ForEach(300, (_, luck) =>
        {
            var bytes = new byte[luck.Next(200)];
            luck.NextBytes(bytes);
            var letters = "%&=+%ZZ%u0041\0é"u8;
            for (var i = 0; i < bytes.Length; i += 2)
            {
                bytes[i] = letters[luck.Next(letters.Length)];
            }
            Assert.NotNull(FormFields.Parse(bytes)["x"]);
        });
}
