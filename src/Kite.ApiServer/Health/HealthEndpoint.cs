using System.Text;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Health;

/// <summary>Serves <c>/livez</c>, <c>/readyz</c> and <c>/healthz</c>, and each check below them.</summary>
internal sealed class HealthEndpoint(IEnumerable<IHealthCheck> checks) : IPathHandler
{
    private readonly IHealthCheck[] checks = [.. checks];

    /// <inheritdoc/>
    public bool Handles(string path) => Root(path) is "livez" or "readyz" or "healthz";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var path = request.Info.Path;
        var root = Root(path);
        var relevant = checks.Where(check => root != "livez" || check.IsVital).ToArray();
        var name = path.Length > root.Length + 2 ? path[(root.Length + 2)..] : "";
        if (name.Length > 0)
        {
            relevant = [.. relevant.Where(check => check.Name == name)];
            if (relevant.Length == 0 && name != "ping") throw ApiErrors.PathNotFound();
        }
        var excluded = request.Query.All("exclude");
        var (text, isWell) = Report(root, relevant, excluded);
        var response = request.Context.Response;
        response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        var body = isWell && request.Query.Find("verbose") is null ? "ok" : text;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), cancellationToken);
    }

    private static (string Text, bool IsWell) Report(string root, IHealthCheck[] checks, IReadOnlyList<string> excluded)
    {
        var text = new StringBuilder("[+]ping ok\n");
        var isWell = true;
        foreach (var check in checks)
        {
            if (excluded.Contains(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }
            var problem = check.Check();
            isWell &= problem is null;
            // The reason is for the log and the operator; the endpoint is open to everybody.
            text.Append(problem is null ? "[+]" : "[-]").Append(check.Name).Append(problem is null ? " ok\n" : " failed: reason withheld\n");
        }
        text.Append(root).Append(isWell ? " check passed\n" : " check failed\n");
        return (text.ToString(), isWell);
    }

    private static string Root(string path)
    {
        var end = path.IndexOf('/', 1);
        return end < 0 ? path[1..] : path[1..end];
    }
}
