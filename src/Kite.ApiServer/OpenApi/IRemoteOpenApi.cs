namespace Kite.ApiServer.OpenApi;

/// <summary>The OpenAPI documents of other servers that are reached through this one.</summary>
internal interface IRemoteOpenApi
{
    /// <summary>Grows with every change of what <see cref="Documents"/> gives.</summary>
    long Version { get; }

    /// <summary>The documents there are.</summary>
    IReadOnlyList<RemoteOpenApi> Documents();
}
