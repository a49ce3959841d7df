namespace Kite.Agent.Network.IpTables;

/// <summary>What <c>iptables-save</c> printed, as far as Kite cares.</summary>
internal sealed class SavedRules
{
    private static readonly SavedTable Empty = new();
    private readonly Dictionary<string, SavedTable> tables = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SavedTable> Tables => tables;

    public SavedTable Table(string name) => tables.GetValueOrDefault(name, Empty);

    public static SavedRules Parse(string text)
    {
        var saved = new SavedRules();
        SavedTable? table = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length < 2) continue;
            if (line[0] == '*') saved.tables[line[1..].ToString()] = table = new SavedTable();
            else if (line[0] == ':') table?.Declare(line[1..]);
            else if (line.StartsWith("-A ")) table?.Append(line[3..]);
        }
        return saved;
    }
}
