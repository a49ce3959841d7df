using Docker.DotNet;
using Docker.DotNet.Models;
using Kite.Agent.Runtime.Pause;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Images in the engine.</summary>
internal sealed class DockerImages(DockerConnection connection, TimeProvider clock)
{
    private static readonly TimeSpan ProgressDeadline = TimeSpan.FromMinutes(1);

    /// <summary>What the engine says of a registry that asks to come back later.</summary>
    private static readonly string[] UnavailableRegistry = ["unexpected HTTP status: 502", "unexpected HTTP status: 503", "unexpected HTTP status: 504"];

    /// <summary>Every named image.</summary>
    public Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken) => connection.CallAsync<IReadOnlyList<RuntimeImage>>(
        async docker =>
        {
            var list = await docker.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
            return list.Select(image => new RuntimeImage(image.ID, Names(image.RepoTags), Names(image.RepoDigests), image.Size) { IsPinned = image.RepoTags?.Contains(PauseImage.Reference) is true }).Where(image => image.Tags.Count + image.Digests.Count > 0).ToArray();
        },
        cancellationToken);

    /// <summary>One image, or null.</summary>
    public async Task<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var image = await connection.CallAsync(docker => docker.Images.InspectImageAsync(reference, cancellationToken), cancellationToken);
            return new RuntimeImage(image.ID, Names(image.RepoTags), Names(image.RepoDigests), image.Size)
            {
                User = image.Config?.User ?? "",
                HasCommand = image.Config is { } config && (config.Cmd is { Count: > 0 } || config.Entrypoint is { Count: > 0 }),
            };
        }
        catch (RuntimeNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Pulls an image.</summary>
    public async Task PullAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var auth = credentials is null ? null : new AuthConfig
        {
            ServerAddress = credentials.Server,
            Username = credentials.Username,
            Password = credentials.Password,
            IdentityToken = credentials.IdentityToken,
        };
        using var deadline = new CancellationTokenSource(ProgressDeadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var outcome = new PullProgress(() => deadline.CancelAfter(ProgressDeadline));
        try
        {
            await connection.CallAsync(docker => docker.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = reference }, auth, outcome, both.Token), both.Token);
            outcome.ThrowIfFailed();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RuntimeException($"Cancel pulling image \"{reference}\" because of no progress for 1m0s, latest progress: \"{outcome.Latest}\"");
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException && UnavailableRegistry.Any(answer => e.Message.Contains(answer, StringComparison.Ordinal)))
        {
            throw new RegistryUnavailableException(e.Message, e);
        }
    }

    /// <summary>Removes an image under all its names.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) => connection.TryCallAsync(
        async docker =>
        {
            var image = await docker.Images.InspectImageAsync(id, cancellationToken);
            await RefuseUsedAsync(docker, image.ID, cancellationToken);
            // By id, the engine would refuse an image of several names unless forced.
            string[] names = [.. Names(image.RepoTags), .. Names(image.RepoDigests)];
            foreach (var name in names.Length > 0 ? names : [id]) await DeleteAsync(docker, name, cancellationToken);
        },
        cancellationToken);

    /// <summary>Containers of others count, too. The engine itself would still take away all names but the last.</summary>
    private static async Task RefuseUsedAsync(DockerClient docker, string id, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["ancestor"] = new Dictionary<string, bool> { [id] = true } };
        var users = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Limit = 1, Filters = filters }, cancellationToken);
        if (users.Count > 0) throw new RuntimeException($"conflict: container {users[0].ID} is using image {id}");
    }

    private static async Task DeleteAsync(DockerClient docker, string name, CancellationToken cancellationToken)
    {
        try
        {
            await docker.Images.DeleteImageAsync(name, new ImageDeleteParameters(), cancellationToken);
        }
        catch (DockerImageNotFoundException)
        {
            // The names by digest go with the last one by tag.
        }
    }

    /// <summary>Makes an image from a root file system.</summary>
    public Task ImportAsync(string repository, string tag, string entryPoint, Stream archive, CancellationToken cancellationToken) => connection.CallAsync(
        async docker =>
        {
            var outcome = new PullProgress(() => { });
            await docker.Images.CreateImageAsync(
                new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = tag, Changes = [$"ENTRYPOINT [\"{entryPoint}\"]"] }, archive, null, outcome, cancellationToken);
            outcome.ThrowIfFailed();
        },
        cancellationToken);

    private static string[] Names(IList<string>? names) => names?.Where(name => !name.Contains("<none>", StringComparison.Ordinal)).ToArray() ?? [];
}
