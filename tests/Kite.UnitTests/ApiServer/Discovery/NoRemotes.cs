using Kite.ApiServer.Discovery;
using Kite.ApiServer.OpenApi;

namespace Kite.UnitTests.ApiServer.Discovery;

/// <summary>No other servers.</summary>
internal sealed class NoRemotes : IRemoteGroups, IRemoteOpenApi
{
    public long Version => 0;

    public IReadOnlyList<(string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version)> List() => [];

    public IReadOnlyList<RemoteOpenApi> Documents() => [];
}
