using System.Text.Json.Nodes;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Mesh.Picture;
using Samagam.Wire.Privacy;

namespace Samagam.Node.Privacy;

/// <summary>One thing that is held of a person.</summary>
/// <param name="What">A word people read.</param>
/// <param name="BoxName">Name of the box that took it; empty when not known here.</param>
/// <param name="Says">Opened; null where there is nothing more to say than that it is there.</param>
public sealed record HeldItem(string What, string Kind, string Subject, long AtMs, NodeId Box, string BoxName, JsonNode? Says);

/// <summary>Everything this box holds of a person, opened.</summary>
/// <param name="IsCut">More is held than is told at once.</param>
public sealed record HeldOfPerson(PersonId Person, IReadOnlyList<HeldItem> Items, bool IsCut);

/// <summary>Tells a person what is held of them: every fact at or below their subject, and what they are in groups (DPDP Act 2023, section 11).</summary>
public sealed class ExportPerson(FactDesk desk, PersonVault vault, EventPicture picture, PrivacyOptions options)
{
    public HeldOfPerson Of(PersonId person)
    {
        var about = desk.Log.BySubject(person.Subject);
        var below = desk.Log.Below(person.Subject);
        var memberships = below.Select(f => GroupId.OfPersonSubject(person, f.Subject)).OfType<GroupId>().Distinct().SelectMany(g => desk.Log.BySubject(g.MemberSubject(person)));
        var facts = about.Concat(below).Concat(memberships).ToList();
        var boxes = picture.Snapshot.Boxes;
        var items = facts.OrderBy(f => f.Time.Packed).ThenBy(f => f.Id).Take(options.MaxExported).Select(f => new HeldItem(
            HeldBodies.WordOf(f.Kind),
            f.Kind,
            f.Subject,
            f.Time.WallMs,
            f.Id.Origin,
            boxes.Find(f.Id.Origin)?.Name ?? "",
            HeldBodies.Tell(f, closed => vault.Open(_ => about, person.Subject, closed.Span))));
        return new HeldOfPerson(person, [.. items], facts.Count > options.MaxExported);
    }
}
