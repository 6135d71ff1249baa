using Samagam.TestKit;

namespace Samagam.Architecture.Tests;

/// <summary>Each rule, broken on purpose in a small tree of its own: it must say so.</summary>
public sealed class BrokenHouseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_forbidden_arrow_is_said()
    {
        Project("node/Samagam.Node", "../../hub/Samagam.Hub/Samagam.Hub.csproj");
        Project("node/Samagam.Node.Portal", "../Samagam.Node.Links/Samagam.Node.Links.csproj", "../Samagam.Node/Samagam.Node.csproj");
        Project("shared/Samagam.Fresh");
        var house = new House(_folder.Path);
        Assert.Equal(
            [
                "Samagam.Fresh is not in the dependency table: write its line, then build it",
                "Samagam.Node names Samagam.Hub, which the dependency table does not allow",
                "Samagam.Node.Portal names Samagam.Node.Links, which the dependency table does not allow",
            ],
            DependencyTable.Violations(house.Rooms.Select(r => (r.Name, r.Names.AsEnumerable()))));
    }

    [Fact]
    public void A_room_that_names_a_test_project_is_said()
    {
        Project("shared/Samagam.Core", "../../tests/Samagam.TestKit/Samagam.TestKit.csproj");
        Project("tests/Samagam.TestKit");
        Assert.Single(SourceRules.TestReferences(new House(_folder.Path)));
    }

    [Fact]
    public void A_deciding_room_without_its_rule_is_said()
    {
        Project("shared/Samagam.Core");
        Assert.Single(SourceRules.Determinism(new House(_folder.Path)));
    }

    [Fact]
    public void A_namespace_of_another_folder_is_said()
    {
        Project("shared/Samagam.Core");
        Source("shared/Samagam.Core/Sos/Right.cs", "namespace Samagam.Core.Sos;\n");
        Source("shared/Samagam.Core/Sos/Flat.cs", "namespace Samagam.Core;\n");
        Source("shared/Samagam.Core/Sos/Wrong.cs", "namespace Samagam.Core.Crowd;\n");
        Source("shared/Samagam.Core/Sos/Deep.cs", "namespace Samagam.Core.Sos.Deep;\n");
        Assert.Equal(2, SourceRules.Namespaces(new House(_folder.Path)).Count());
    }

    [Fact]
    public void A_file_one_line_over_the_limit_is_said_and_one_on_it_is_not()
    {
        Project("shared/Samagam.Core");
        Source("shared/Samagam.Core/On.cs", new string('\n', SourceRules.MaxLines));
        Source("shared/Samagam.Core/Over.cs", new string('\n', SourceRules.MaxLines + 1));
        Assert.Contains("Over.cs", Assert.Single(SourceRules.Lengths(new House(_folder.Path))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class Case" + "Manager;")]
    [InlineData("static class Text" + "Helper;")]
    [InlineData("record struct Geo" + "Utils(int X);")]
    [InlineData("interface ISos" + "Service;")]
    public void A_vague_name_is_said(string declaration)
    {
        Project("shared/Samagam.Core");
        Source("shared/Samagam.Core/A.cs", "class ServiceRoad; class Managed; // a manager in a comment\n");
        Source("shared/Samagam.Core/B.cs", declaration);
        Assert.Single(SourceRules.Names(new House(_folder.Path)));
    }

    [Fact]
    public void A_sleeping_test_is_said()
    {
        Project("tests/Samagam.Core.Tests");
        Source("tests/Samagam.Core.Tests/A.cs", "await Task" + ".Delay(5);");
        Source("tests/Samagam.Core.Tests/B.cs", "Thread" + ".Sleep(5);");
        Assert.Equal(2, SourceRules.Sleeps(new House(_folder.Path)).Count());
    }

    [Fact]
    public void A_decision_that_is_not_linked_is_said()
    {
        Source("docs/adr/README.md", "[one](0001-one.md)");
        Source("docs/adr/0001-one.md", "");
        Source("docs/adr/0002-two.md", "");
        Assert.Contains("0002-two.md", Assert.Single(SourceRules.Decisions(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_compiled_room_uses_is_found()
    {
        // This very assembly takes luck, reads files and names the test kit.
        var compiled = CompiledRoom.Read(typeof(BrokenHouseTests).Assembly.Location);
        Assert.Contains("Samagam.TestKit", compiled.Assemblies);
        Assert.Contains("System.IO.File.ReadAllText", compiled.Members);
        Assert.Contains("Xunit.FactAttribute", compiled.Types);
    }

    public void Dispose() => _folder.Dispose();

    private void Project(string folder, params string[] names) => Source(
        $"{folder}/{Path.GetFileName(folder)}.csproj",
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{string.Concat(names.Select(n => $"<ProjectReference Include=\"{n}\" />"))}</ItemGroup></Project>");

    private void Source(string path, string text)
    {
        var file = _folder.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
