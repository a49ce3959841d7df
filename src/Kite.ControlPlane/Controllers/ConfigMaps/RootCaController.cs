using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.ConfigMaps;

/// <summary>Publishes the certificate authority of the API server in every namespace, where pods find it. Keys are namespaces.</summary>
internal sealed class RootCaController(IApiClient client, ControllerOptions options) : IController
{
    private const string MapName = "kube-root-ca.crt";
    private const string FileName = "ca.crt";
    private const string Description = "kubernetes.io/description";
    private const string Text =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    private ILister<Namespace> namespaces = null!;
    private ILister<ConfigMap> maps = null!;

    /// <inheritdoc/>
    public string Name => "root-ca-certificate-publisher";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["namespaces", "configmaps"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["configmaps"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var namespaceInformer = informers.For<Namespace>();
        var mapInformer = informers.For<ConfigMap>(fieldSelector: $"metadata.name={MapName}");
        namespaces = namespaceInformer.Lister;
        maps = mapInformer.Lister;
        namespaceInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        mapInformer.OnChange(change => queue.Add(new ObjectKey("", change.Object.Metadata.Namespace)));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (options.RootCaBundle.Length == 0 || namespaces.Get(key) is not { Metadata.DeletionTimestamp: null }) return null;
        var current = maps.Get(new ObjectKey(key.Name, MapName));
        try
        {
            if (current is null) await client.Resource<ConfigMap>().CreateAsync(Make(key.Name), cancellationToken);
            else if (!IsRight(current)) await client.Resource<ConfigMap>().UpdateAsync(Correct(current), cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists or StatusReason.NotFound or StatusReason.Forbidden)
        {
            // Somebody was faster, or the namespace is going away.
        }
        return null;
    }

    private ConfigMap Make(string @namespace) => Correct(new ConfigMap { Metadata = new ObjectMeta { Name = MapName, Namespace = @namespace } });

    private ConfigMap Correct(ConfigMap map) => map with
    {
        Metadata = map.Metadata with { Annotations = new Dictionary<string, string>(map.Metadata.Annotations) { [Description] = Text } },
        Data = new Dictionary<string, string> { [FileName] = options.RootCaBundle },
    };

    private bool IsRight(ConfigMap map) =>
        map.Data.Count == 1 && map.Data.GetValueOrDefault(FileName) == options.RootCaBundle && map.Metadata.Annotations.GetValueOrDefault(Description) == Text;
}
