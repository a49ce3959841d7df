namespace Kite.ApiServer.Configuration;

/// <summary>Where a configuration file is; null where none is configured.</summary>
internal sealed record ConfiguredFile(string? Path);
