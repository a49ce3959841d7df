using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Kite.Storage.Sqlite;

/// <summary>Shortens the making of prepared commands.</summary>
internal static class ConnectionExtensions
{
    [SuppressMessage("Security", "CA2100", Justification = "All texts are constants of this folder.")]
    public static SqliteCommand Prepare(this SqliteConnection connection, string text, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach (string parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter, Value = 0L });
        }

        command.Prepare();
        return command;
    }

    [SuppressMessage("Security", "CA2100", Justification = "All texts are constants of this folder.")]
    public static long Scalar(this SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToInt64(command.ExecuteScalar(), null);
    }
}
