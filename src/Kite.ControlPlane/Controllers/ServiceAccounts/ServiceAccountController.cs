using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.ServiceAccounts;

/// <summary>Sees to it that every namespace has the service account <c>default</c>. Keys are namespaces.</summary>
internal sealed class ServiceAccountController(IApiClient client) : IController
{
    private const string Default = "default";
    private ILister<Namespace> namespaces = null!;
    private ILister<ServiceAccount> accounts = null!;

    /// <inheritdoc/>
    public string Name => "serviceaccount";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["namespaces", "serviceaccounts"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["serviceaccounts"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var namespaceInformer = informers.For<Namespace>();
        var accountInformer = informers.For<ServiceAccount>();
        namespaces = namespaceInformer.Lister;
        accounts = accountInformer.Lister;
        namespaceInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        accountInformer.OnChange(change =>
        {
            if (change.Type is WatchEventType.Deleted && change.Object.Metadata.Name == Default) queue.Add(new ObjectKey("", change.Object.Metadata.Namespace));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (namespaces.Get(key) is not { Metadata.DeletionTimestamp: null } || accounts.Get(new ObjectKey(key.Name, Default)) is not null) return null;
        try
        {
            await client.Resource<ServiceAccount>().CreateAsync(new ServiceAccount { Metadata = new ObjectMeta { Name = Default, Namespace = key.Name } }, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists or StatusReason.NotFound or StatusReason.Forbidden)
        {
            // Somebody was faster, or the namespace is going away.
        }
        return null;
    }
}
