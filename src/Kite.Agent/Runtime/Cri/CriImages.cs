namespace Kite.Agent.Runtime.Cri;

/// <summary>Images in the runtime.</summary>
internal sealed class CriImages(CriConnection connection)
{
    /// <summary>Every image that has a name.</summary>
    public async Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await CriConnection.CallAsync(connection.Images.ListImagesAsync(new V1.ListImagesRequest(), cancellationToken: cancellationToken), cancellationToken);
        var status = await connection.StatusAsync(verbose: true, cancellationToken);
        // Every sandbox needs this one, though no container does, and older runtimes don't pin it themselves.
        var sandboxImage = CriInfo.SandboxImage(status.Info) ?? "";
        return answer.Images.Where(image => image.RepoTags.Count + image.RepoDigests.Count > 0)
            .Select(image => Read(image) with { IsPinned = image.Pinned || image.RepoTags.Concat(image.RepoDigests).Any(name => IsSame(name, sandboxImage)) }).ToArray();
    }

    /// <summary>Reads an image, or null.</summary>
    public async Task<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var request = new V1.ImageStatusRequest { Image = new V1.ImageSpec { Image = reference } };
        var answer = await CriConnection.TryCallAsync(connection.Images.ImageStatusAsync(request, cancellationToken: cancellationToken), cancellationToken);
        return answer?.Image is { } image ? Read(image) : null;
    }

    /// <summary>Pulls an image.</summary>
    public Task PullAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var request = new V1.PullImageRequest { Image = new V1.ImageSpec { Image = reference } };
        if (credentials is not null)
        {
            // Without the server's address, which runtimes only take as a URL and else pass over: these credentials are for this image anyhow.
            request.Auth = new V1.AuthConfig
            {
                Username = credentials.Username,
                Password = credentials.Password,
                IdentityToken = credentials.IdentityToken ?? "",
            };
        }
        return CriConnection.CallAsync(connection.Images.PullImageAsync(request, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>Removes an image under all its names.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) => CriConnection.TryCallAsync(
        connection.Images.RemoveImageAsync(new V1.RemoveImageRequest { Image = new V1.ImageSpec { Image = id } }, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Where the images lie on the node; empty where the runtime doesn't say.</summary>
    public async Task<string> DirectoryAsync(CancellationToken cancellationToken)
    {
        var answer = await CriConnection.CallAsync(connection.Images.ImageFsInfoAsync(new V1.ImageFsInfoRequest(), cancellationToken: cancellationToken), cancellationToken);
        return answer.ImageFilesystems.Count > 0 ? answer.ImageFilesystems[0].FsId?.Mountpoint ?? "" : "";
    }

    /// <summary>True where a full name is that of a setting, which may leave out Docker's registry.</summary>
    private static bool IsSame(string name, string setting) =>
        setting.Length > 0 && (name == setting || name == $"docker.io/{setting}" || name == $"docker.io/library/{setting}");

    private static RuntimeImage Read(V1.Image image) => new(image.Id, image.RepoTags, image.RepoDigests, (long)image.Size)
    {
        User = image.Uid is { } uid ? uid.Value.ToString() : image.Username,
    };
}
