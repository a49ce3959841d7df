namespace Kite.Agent.Runtime.Docker;

/// <summary>The users and groups of an image: what its <c>/etc/passwd</c> and <c>/etc/group</c> say, either of which may be empty.</summary>
internal sealed class ImageAccounts(string passwd, string group)
{
    private readonly string[][] users = Lines(passwd, 4);
    private readonly string[][] groups = Lines(group, 4);

    /// <summary>A user's primary group; 0 for one that the image doesn't know.</summary>
    /// <param name="user">Its name or number.</param>
    public string PrimaryGroupOf(string user) => Find(user) is { } found ? found[3] : "0";

    /// <summary>The numbers of the groups that list a user as member.</summary>
    /// <param name="user">Its name or number.</param>
    public IEnumerable<string> GroupsOf(string user)
    {
        var name = Find(user)?[0] ?? user;
        return groups.Where(group => group[3].Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.Ordinal)).Select(group => group[2]);
    }

    private string[]? Find(string user) => users.FirstOrDefault(line => line[0] == user || line[2] == user);

    private static string[][] Lines(string text, int least) =>
        text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(':')).Where(fields => fields.Length >= least).ToArray();
}
