namespace Kite.Agent.Runtime;

/// <summary>The images of the engine.</summary>
internal interface IRuntimeImages
{
    /// <summary>Every image that has a name.</summary>
    Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>Reads an image by name, digest or id; null where it isn't there.</summary>
    Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Pulls an image; the exception's message is the registry's.</summary>
    Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken);
}
