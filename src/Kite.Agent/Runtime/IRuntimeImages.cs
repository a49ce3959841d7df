namespace Kite.Agent.Runtime;

/// <summary>The images of the engine.</summary>
internal interface IRuntimeImages
{
    /// <summary>Every image that has a name.</summary>
    Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>Reads an image by name, digest or id; null where it isn't there.</summary>
    Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Pulls an image; the exception's message is the registry's. A pull that makes no progress for a minute is given up.</summary>
    /// <exception cref="RegistryUnavailableException">The registry doesn't answer.</exception>
    Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken);

    /// <summary>Removes an image under all its names, with what was made of it for <see cref="ContainerMount.ImageId"/>; one that is gone already is no error.</summary>
    /// <exception cref="RuntimeException">A container still uses it.</exception>
    Task RemoveImageAsync(string id, CancellationToken cancellationToken);
}
