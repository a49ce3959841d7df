namespace Kite.ApiServer.OpenApi;

/// <summary>The documents of another server.</summary>
/// <param name="ApiService">The name of the APIService by which it is reached.</param>
/// <param name="Path">The path of its version 3 document below <c>/openapi/v3</c>.</param>
/// <param name="Hash">What changes with that document; empty where there is none.</param>
/// <param name="V2">Its version 2 document, compressed; empty where there is none.</param>
internal sealed record RemoteOpenApi(string ApiService, string Path, string Hash, byte[] V2);
