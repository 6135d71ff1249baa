namespace Samagam.Architecture.Tests;

/// <summary>The rules, held by the tree as it is.</summary>
public sealed class HouseTests
{
    private static readonly House House = House.Here;

    [Fact]
    public void Every_room_names_only_whom_the_table_allows() =>
        Nothing(DependencyTable.Violations(House.Rooms.Where(r => !r.IsTest).Select(r => (r.Name, r.Names.AsEnumerable()))));

    [Fact]
    public void Every_compiled_room_uses_only_whom_the_table_allows() =>
        Nothing(DependencyTable.Violations(House.Rooms.Where(r => !r.IsTest).Select(r => (r.Name, Ours(r)))));

    [Fact]
    public void Node_and_hub_never_name_each_other_however_the_table_is_changed()
    {
        foreach (var (room, allowed) in DependencyTable.MayName)
        {
            Assert.False(room.StartsWith("Samagam.Node", StringComparison.Ordinal) && allowed.Any(a => a.StartsWith("Samagam.Hub", StringComparison.Ordinal)), room);
            Assert.False(room.StartsWith("Samagam.Hub", StringComparison.Ordinal) && allowed.Any(a => a.StartsWith("Samagam.Node", StringComparison.Ordinal)), room);
        }
        Assert.DoesNotContain("Samagam.Node.Links", DependencyTable.MayName["Samagam.Node.Portal"]);
        Assert.DoesNotContain("Samagam.Node.Portal", DependencyTable.MayName["Samagam.Node.Links"]);
    }

    [Fact]
    public void Arrows_of_the_table_go_round_in_no_circle()
    {
        var done = new HashSet<string>();
        foreach (var room in DependencyTable.MayName.Keys)
        {
            Visit(room, []);
        }

        void Visit(string room, List<string> way)
        {
            Assert.False(way.Contains(room), string.Join(" → ", way.Append(room)));
            if (done.Contains(room))
            {
                return;
            }
            way.Add(room);
            foreach (var next in DependencyTable.MayName[room])
            {
                Visit(next, way);
            }
            way.Remove(room);
            done.Add(room);
        }
    }

    [Fact]
    public void Only_rooms_that_compose_say_what_the_time_is() =>
        Nothing(Uses(DependencyTable.Composing, m => m.Members, m => m is
            "System.TimeProvider.get_System" or "System.DateTime.get_UtcNow" or "System.DateTime.get_Now" or "System.DateTime.get_Today"
            or "System.DateTimeOffset.get_UtcNow" or "System.DateTimeOffset.get_Now"));

    [Fact]
    public void Only_rooms_that_compose_take_luck_of_their_own() =>
        Nothing(Uses(DependencyTable.Composing, m => m.Members, m => m is
            "System.Random.get_Shared" or "System.Guid.NewGuid" or "System.Guid.CreateVersion7"));

    [Fact]
    public void Only_rooms_that_compose_read_configuration() =>
        Nothing(Uses(
            DependencyTable.Composing,
            m => m.Types.Concat(m.Members),
            m => m.StartsWith("Microsoft.Extensions.Configuration.", StringComparison.Ordinal) || m.StartsWith("System.Environment.GetEnvironmentVariable", StringComparison.Ordinal)));

    [Fact]
    public void Rooms_that_decide_know_no_web_no_socket_and_no_store()
    {
        string[] closed = ["Microsoft.AspNetCore", "System.Net.Sockets", "System.Net.Http", "System.Net.Security", "SQLitePCL", "Serilog", "Microsoft.Extensions.Hosting"];
        Nothing(House.Rooms
            .Where(r => DependencyTable.Deterministic.Contains(r.Name))
            .SelectMany(r => CompiledRoom.Read(House.AssemblyOf(r)).Assemblies
                .Where(a => closed.Any(c => a.StartsWith(c, StringComparison.Ordinal)))
                .Select(a => $"{r.Name} uses {a}")));
    }

    [Fact]
    public void The_kernel_uses_the_base_class_library_only() =>
        Nothing(CompiledRoom.Read(House.AssemblyOf(House.Rooms.Single(r => r.Name == "Samagam.Core"))).Assemblies
            .Where(a => !a.StartsWith("System.", StringComparison.Ordinal))
            .Select(a => $"Core uses {a}"));

    [Fact]
    public void No_room_names_a_project_of_the_tests() => Nothing(SourceRules.TestReferences(House));

    [Fact]
    public void Rooms_that_decide_are_built_as_deterministic() => Nothing(SourceRules.Determinism(House));

    [Fact]
    public void Namespaces_are_folders() => Nothing(SourceRules.Namespaces(House));

    [Fact]
    public void No_file_holds_more_than_one_idea() => Nothing(SourceRules.Lengths(House));

    [Fact]
    public void No_class_has_a_vague_name() => Nothing(SourceRules.Names(House));

    [Fact]
    public void No_test_sleeps() => Nothing(SourceRules.Sleeps(House));

    [Fact]
    public void Every_decision_is_linked_from_the_page_of_decisions() => Nothing(SourceRules.Decisions(House.Root));

    [Fact]
    public void Every_room_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(House.Root, "Samagam.sln"));
        Nothing(House.Rooms.Where(r => !solution.Contains($"{r.Name}.csproj", StringComparison.Ordinal)).Select(r => $"{r.Name} is not in Samagam.sln"));
    }

    private static IEnumerable<string> Ours(Room room) =>
        CompiledRoom.Read(House.AssemblyOf(room)).Assemblies.Where(a => a.StartsWith("Samagam.", StringComparison.Ordinal));

    private static IEnumerable<string> Uses(string[] allowed, Func<CompiledRoom, IEnumerable<string>> what, Func<string, bool> closed) =>
        House.Rooms
            .Where(r => !r.IsTest && !allowed.Contains(r.Name))
            .SelectMany(r => what(CompiledRoom.Read(House.AssemblyOf(r))).Where(closed).Select(m => $"{r.Name} uses {m}"));

    private static void Nothing(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
