using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;

namespace Kite.Agent.Runtime.Docker;

/// <summary>
/// Resolves users and groups with what an image says of them. The engine does that itself for a user without a group; with a group it leaves out the user's other groups,
/// and it never leaves them out otherwise.
/// </summary>
internal sealed class DockerUsers(DockerConnection connection)
{
    private readonly ConcurrentDictionary<string, ImageAccounts> byImage = new(StringComparer.Ordinal);

    /// <summary>The settings with a user and groups that mean to the engine what was asked for.</summary>
    public async Task<ContainerSecurity> ResolveAsync(string image, string imageUser, ContainerSecurity security, CancellationToken cancellationToken)
    {
        var user = security.User.Length > 0 ? security.User : imageUser;
        var hasGroup = user.Contains(':');
        if (hasGroup == security.StrictGroups) return security;
        var accounts = byImage.TryGetValue(image, out var known) ? known : byImage[image] = await ReadAsync(image, cancellationToken);
        var name = user.Split(':')[0] is { Length: > 0 } given ? given : "0";
        if (security.StrictGroups) return security with { User = $"{name}:{accounts.PrimaryGroupOf(name)}" };
        return security with { Groups = [.. security.Groups.Union(accounts.GroupsOf(name))] };
    }

    /// <summary>The engine shows files of containers only; one that is never started does.</summary>
    private async Task<ImageAccounts> ReadAsync(string image, CancellationToken cancellationToken)
    {
        var parameters = new CreateContainerParameters { Image = image, Entrypoint = ["-"], NetworkDisabled = true };
        var id = (await connection.CallAsync(docker => docker.Containers.CreateContainerAsync(parameters, cancellationToken), cancellationToken)).ID;
        try
        {
            return new ImageAccounts(await ReadFileAsync(id, "/etc/passwd", cancellationToken), await ReadFileAsync(id, "/etc/group", cancellationToken));
        }
        finally
        {
            await connection.TryCallAsync(
                docker => docker.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, CancellationToken.None), CancellationToken.None);
        }
    }

    private async Task<string> ReadFileAsync(string id, string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.CallAsync(docker => docker.Containers.GetArchiveFromContainerAsync(id, new ContainerPathStatParameters { Path = path }, false, cancellationToken), cancellationToken);
            await using var stream = answer.Stream!;
            await using var archive = new TarReader(stream);
            if (await archive.GetNextEntryAsync(copyData: true, cancellationToken) is not { DataStream: { } content }) return "";
            using var reader = new StreamReader(content, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (RuntimeNotFoundException)
        {
            return "";
        }
    }
}
