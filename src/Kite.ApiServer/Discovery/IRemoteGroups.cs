namespace Kite.ApiServer.Discovery;

/// <summary>The group versions that other servers serve through this one.</summary>
internal interface IRemoteGroups
{
    /// <summary>Grows with every change of what <see cref="List"/> gives.</summary>
    long Version { get; }

    /// <summary>Every group version registered for another server, with its priorities.</summary>
    IReadOnlyList<(string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version)> List();
}
