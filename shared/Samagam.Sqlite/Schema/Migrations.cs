namespace Samagam.Sqlite;

/// <summary>One step forward of a schema. Once shipped it never changes; a mistake is repaired by the next one.</summary>
/// <param name="Version">Its place, from 1; becomes <c>user_version</c> in the same transaction.</param>
/// <param name="Name">A few words for the log and for a refusal.</param>
/// <param name="Apply">The change; runs with foreign keys off and must leave them satisfied.</param>
public sealed record Migration(int Version, string Name, Action<SqliteWriteScope> Apply)
{
    /// <summary>A step that is a script of SQL alone.</summary>
    public static Migration Script(int version, string name, string sql) => new(version, name, scope => scope.ExecuteScript(sql));
}

/// <summary>
/// Whose file it is and how its schema came to be: an <c>application_id</c>, and steps that are applied in order, each
/// in a transaction of its own. There is no way back: a file newer than the code is refused.
/// </summary>
public sealed class Migrations
{
    /// <param name="applicationId">Not 0; tells our file from any other SQLite file (https://www.sqlite.org/fileformat.html, offset 68).</param>
    /// <param name="steps">Versions 1, 2, 3, ... without a gap.</param>
    /// <exception cref="ArgumentException">A gap, or an application id of 0.</exception>
    public Migrations(int applicationId, params IReadOnlyList<Migration> steps)
    {
        if (applicationId == 0)
        {
            throw new ArgumentException("an application id of 0 would accept every SQLite file", nameof(applicationId));
        }
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Version != i + 1)
            {
                throw new ArgumentException($"migration {i + 1} expected, found {steps[i].Version} ({steps[i].Name})", nameof(steps));
            }
        }
        ApplicationId = applicationId;
        Steps = steps;
    }

    public int ApplicationId { get; }

    public IReadOnlyList<Migration> Steps { get; }

    /// <summary>The version this code writes.</summary>
    public int Latest => Steps.Count;

    /// <summary>Applies what is missing; answers the names applied.</summary>
    internal List<string> Apply(SqliteConnection connection)
    {
        var applied = new List<string>();
        var from = (int)connection.Int64("pragma user_version");
        if (connection.Int64("pragma application_id") != ApplicationId)
        {
            connection.Execute($"pragma application_id = {ApplicationId}");
        }
        if (from == Latest)
        {
            return applied;
        }
        // A table is rebuilt by copy and rename, which foreign keys would forbid (https://www.sqlite.org/lang_altertable.html).
        connection.Execute("pragma foreign_keys = off");
        foreach (var step in Steps.Skip(from))
        {
            ApplyOne(connection, step);
            applied.Add($"{step.Version} {step.Name}");
        }
        connection.Execute("pragma foreign_keys = on");
        return applied;
    }

    private static void ApplyOne(SqliteConnection connection, Migration step)
    {
        connection.Execute("begin immediate");
        try
        {
            var scope = new SqliteWriteScope(connection);
            step.Apply(scope);
            scope.End();
            using (var broken = connection.Prepare("pragma foreign_key_check"))
            {
                if (broken.Step())
                {
                    throw new InvalidOperationException($"it leaves a row of table {broken.Text(0)} without its parent in {broken.Text(2)}");
                }
            }
            connection.Execute($"pragma user_version = {step.Version}");
            connection.Execute("commit");
        }
        catch (Exception e)
        {
            connection.GiveBackAll();
            if (connection.InTransaction)
            {
                connection.Execute("rollback");
            }
            throw new MigrationException($"migration {step.Version} ({step.Name}) failed and was undone: {e.Message}", e);
        }
    }
}

/// <summary>A step of the schema failed; the file is as it was before that step.</summary>
internal sealed class MigrationException(string message, Exception inner) : Exception(message, inner);
