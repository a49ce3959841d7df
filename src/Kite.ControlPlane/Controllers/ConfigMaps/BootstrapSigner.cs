using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Secrets;

namespace Kite.ControlPlane.Controllers.ConfigMaps;

/// <summary>Signs <c>kube-public/cluster-info</c> with every bootstrap token that is meant for it, so that whoever holds the token knows the cluster before trusting its certificate.</summary>
internal sealed class BootstrapSigner(IApiClient client, TimeProvider time) : IController
{
    private const string Kubeconfig = "kubeconfig";
    private const string Prefix = "jws-kubeconfig-";
    private static readonly ObjectKey Map = new("kube-public", "cluster-info");

    private ILister<Secret> secrets = null!;
    private ILister<ConfigMap> maps = null!;

    /// <inheritdoc/>
    public string Name => "bootstrap-signer";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["secrets", "configmaps"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["configmaps"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var secretInformer = BootstrapTokens.Informer(informers);
        var mapInformer = informers.For<ConfigMap>(fieldSelector: $"metadata.name={Map.Name},metadata.namespace={Map.Namespace}");
        secrets = secretInformer.Lister;
        maps = mapInformer.Lister;
        secretInformer.OnChange(_ => queue.Add(Map));
        mapInformer.OnChange(_ => queue.Add(Map));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (maps.Get(Map) is not { } map || !map.Data.TryGetValue(Kubeconfig, out var content)) return null;
        var now = time.GetUtcNow();
        var signing = secrets.List().Where(secret => Signs(secret, now)).ToArray();
        var data = map.Data.Where(entry => !entry.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();
        foreach (var secret in signing)
        {
            var id = BootstrapTokens.Text(secret, "token-id");
            data[Prefix + id] = Signature(content, id, BootstrapTokens.Text(secret, "token-secret"));
        }
        if (data.Count != map.Data.Count || data.Any(entry => map.Data.GetValueOrDefault(entry.Key) != entry.Value)) await client.Resource<ConfigMap>().UpdateAsync(map with { Data = data }, cancellationToken);
        return signing.Select(secret => BootstrapTokens.Left(secret, now)).Min();
    }

    /// <summary>A detached signature (RFC 7515, appendix F): header and signature, the content left out between them.</summary>
    internal static string Signature(string content, string id, string secret)
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"HS256","kid":"{{id}}"}"""));
        var signed = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}";
        return $"{header}..{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static bool Signs(Secret secret, DateTimeOffset now) =>
        BootstrapTokens.IsToken(secret)
        && BootstrapTokens.Text(secret, "usage-bootstrap-signing") == "true"
        && BootstrapTokens.Text(secret, "token-id") is { Length: > 0 } id
        && id.All(char.IsAsciiLetterOrDigit)
        && BootstrapTokens.Text(secret, "token-secret").Length > 0
        && BootstrapTokens.Left(secret, now) is not { Ticks: <= 0 };
}
