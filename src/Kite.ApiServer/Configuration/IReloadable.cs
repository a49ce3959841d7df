namespace Kite.ApiServer.Configuration;

/// <summary>Something that a configuration file sets up, and sets up anew when the file changes.</summary>
internal interface IReloadable
{
    /// <summary>The file; null where none is configured.</summary>
    string? Path { get; }

    /// <summary>Takes the file's content over.</summary>
    /// <exception cref="ConfigurationException">It can't be used; what was there before stays.</exception>
    void Load(ReadOnlySpan<byte> content);
}
