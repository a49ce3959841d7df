using System.Runtime.InteropServices;
using System.Text;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Health;

/// <summary>Serves <c>/version</c>: the release of Kubernetes whose API this is.</summary>
internal sealed class VersionEndpoint : IPathHandler
{
    private static readonly byte[] Version = Encoding.UTF8.GetBytes(
        $$"""
        {
          "major": "1",
          "minor": "37",
          "emulationMajor": "1",
          "emulationMinor": "37",
          "minCompatibilityMajor": "1",
          "minCompatibilityMinor": "36",
          "gitVersion": "v1.37.0+kite",
          "gitCommit": "",
          "gitTreeState": "clean",
          "buildDate": "2026-11-01T00:00:00Z",
          "goVersion": "",
          "compiler": "dotnet{{Environment.Version}}",
          "platform": "linux/{{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}}"
        }
        """);

    /// <inheritdoc/>
    public bool Handles(string path) => path is "/version" or "/version/";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Context.Response.ContentType = "application/json";
        await request.Context.Response.Body.WriteAsync(Version, cancellationToken);
    }
}
