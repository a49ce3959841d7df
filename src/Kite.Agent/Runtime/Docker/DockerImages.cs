using Docker.DotNet.Models;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Images in the engine.</summary>
internal sealed class DockerImages(DockerConnection connection)
{
    /// <summary>Every named image.</summary>
    public Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken) => connection.CallAsync<IReadOnlyList<RuntimeImage>>(
        async docker =>
        {
            var list = await docker.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
            return list.Select(image => new RuntimeImage(image.ID, Names(image.RepoTags), Names(image.RepoDigests), image.Size)).Where(image => image.Tags.Count + image.Digests.Count > 0).ToArray();
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
        await CreateAsync(docker => progress => docker.CreateImageAsync(new ImagesCreateParameters { FromImage = reference }, auth, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Makes an image from a root file system.</summary>
    public Task ImportAsync(string repository, string tag, string entryPoint, Stream archive, CancellationToken cancellationToken) => CreateAsync(
        docker => progress => docker.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = repository, Tag = tag, Changes = [$"ENTRYPOINT [\"{entryPoint}\"]"] }, archive, null, progress, cancellationToken),
        cancellationToken);

    /// <summary>The engine answers 200 and says in the stream how it went.</summary>
    private async Task CreateAsync(Func<global::Docker.DotNet.IImageOperations, Func<IProgress<JSONMessage>, Task>> create, CancellationToken cancellationToken)
    {
        var outcome = new LastError();
        await connection.CallAsync(docker => create(docker.Images)(outcome), cancellationToken);
        if (outcome.Message is { } message) throw new RuntimeException(message);
    }

    private static string[] Names(IList<string>? names) => names?.Where(name => !name.Contains("<none>", StringComparison.Ordinal)).ToArray() ?? [];

    private sealed class LastError : IProgress<JSONMessage>
    {
        public string? Message { get; private set; }

        public void Report(JSONMessage value) => Message = value.Error?.Message ?? Message;
    }
}
