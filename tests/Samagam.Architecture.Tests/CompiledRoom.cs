using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Samagam.Architecture.Tests;

/// <summary>What a compiled room really uses, from its metadata; nothing is loaded.</summary>
internal sealed class CompiledRoom
{
    private CompiledRoom(IReadOnlyList<string> assemblies, IReadOnlySet<string> types, IReadOnlySet<string> members) =>
        (Assemblies, Types, Members) = (assemblies, types, members);

    /// <summary>Assemblies it refers to.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>Full names of types of others it uses.</summary>
    public IReadOnlySet<string> Types { get; }

    /// <summary>Members of others it uses, as <c>Namespace.Type.Member</c>.</summary>
    public IReadOnlySet<string> Members { get; }

    public static CompiledRoom Read(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        var types = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeReferences)
        {
            types.Add(NameOf(metadata, handle));
        }
        var members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                members.Add($"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}");
            }
        }
        return new CompiledRoom(
            [.. metadata.AssemblyReferences.Select(a => metadata.GetString(metadata.GetAssemblyReference(a).Name)).Order(StringComparer.Ordinal)],
            types,
            members);
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
