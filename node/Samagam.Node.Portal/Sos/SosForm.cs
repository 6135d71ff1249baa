using System.Globalization;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Sos;
using Samagam.Web.Html;

namespace Samagam.Node.Portal.Sos;

/// <summary>What stands in the long form; filled again when a call could not be saved, so that nobody types twice in need.</summary>
internal sealed record SosFields(string Type = "", string People = "", string Name = "", string Phone = "", string Note = "", string Pole = "", bool Other = false)
{
    public static readonly SosFields Empty = new();

    /// <summary>What was understood of a press.</summary>
    public static SosFields Of(RaiseCommand said) => new(
        SosReading.WordOf(said.Call.Type),
        said.Call.People > 0 ? said.Call.People.ToString(CultureInfo.InvariantCulture) : "",
        said.Details.Name,
        said.Details.Phone,
        said.Details.Note,
        said.Call.PlaceLabel,
        said.Call.ForSomebodyElse);

    public bool IsEmpty => this with { Type = "" } == Empty;
}

/// <summary>The long form of a call: everything in it is optional.</summary>
internal static class SosForm
{
    private static readonly (SosType Type, string Icon, Say Word)[] Choices =
    [
        (SosType.Medical, "medical", Say.TypeMedical),
        (SosType.LostPerson, "lost", Say.TypeLost),
        (SosType.Crush, "crush", Say.TypeCrush),
        (SosType.Fire, "fire", Say.TypeFire),
        (SosType.Drowning, "swim", Say.TypeDrowning),
        (SosType.Violence, "hand", Say.TypeViolence),
        (SosType.Other, "dots", Say.TypeOther),
    ];

    public static Say WordOf(SosType type) => Choices.FirstOrDefault(c => c.Type == type) is { Icon: not null } choice ? choice.Word : Say.TypeUnspecified;

    public static string IconOf(SosType type) => Choices.FirstOrDefault(c => c.Type == type).Icon ?? "bell";

    public static Markup Of(Words w, SosId id, SosFields fields)
    {
        var types = Choices.Select(c =>
        {
            var word = SosReading.WordOf(c.Type);
            var chosen = Markup.When(fields.Type == word, $" checked");
            return Markup.Of($"""<label><input type="radio" name="type" value="{word}"{chosen}><span>{Icons.Of(c.Icon)}{w[c.Word]}</span></label>""");
        });
        var open = Markup.When(!fields.IsEmpty, $" open");
        var other = Markup.When(fields.Other, $" checked");
        return Markup.Of($"""
            <form class="ask" method="post" action="/sos"><input type="hidden" name="id" value="{id.ToString()}">
            <fieldset><legend>{w[Say.WhatHappened]}</legend><div class="types">{types}</div></fieldset>
            <details{open}><summary>{w[Say.TellMore]}</summary>
            {Field(w[Say.People], "people", fields.People, Markup.Of($"""inputmode="numeric" maxlength="4" """))}
            {Field(w[Say.Pole], "pole", fields.Pole, Markup.Of($"""maxlength="80" autocapitalize="characters" """))}
            {Field(w[Say.YourName], "name", fields.Name, Markup.Of($"""maxlength="80" autocomplete="name" """))}
            {Field(w[Say.YourPhone], "phone", fields.Phone, Markup.Of($"""maxlength="20" type="tel" autocomplete="tel" """))}
            <label>{w[Say.Note]}<textarea name="note" rows="2" maxlength="500">{fields.Note}</textarea></label>
            <label class="tick"><input type="checkbox" name="other" value="1"{other}> {w[Say.ForSomebodyElse]}</label>
            <p class="small">{w[Say.WhoReads]}</p></details>
            <button class="sos wide">{Icons.Of("bell")}{w[Say.CallHelpNow]}</button></form>
            """);
    }

    private static Markup Field(string label, string name, string value, Markup attributes) =>
        Markup.Of($"""<label>{label}<input name="{name}" value="{value}" {attributes}></label>""");
}
