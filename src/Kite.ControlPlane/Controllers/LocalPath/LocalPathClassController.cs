using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.LocalPath;

/// <summary>Gives the cluster its default storage class once with each start; what users make of it stays as it is, and where another class is the default already, that one stays it.</summary>
internal sealed class LocalPathClassController(IApiClient client) : IController
{
    private const string DefaultMark = "storageclass.kubernetes.io/is-default-class";
    private static readonly ObjectKey Key = new("", LocalPathStorage.ClassName);
    private ILister<StorageClass> classes = null!;

    /// <inheritdoc/>
    public string Name => "local-path-class";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["storageclasses.storage.k8s.io"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["storageclasses.storage.k8s.io"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        classes = informers.For<StorageClass>().Lister;
        queue.Add(Key);
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (classes.Get(Key) is not null) return null;
        var isDefault = !classes.List().Any(item => item.Metadata.Annotations.GetValueOrDefault(DefaultMark) == "true");
        try
        {
            await client.Resource<StorageClass>().CreateAsync(
                new StorageClass
                {
                    Metadata = new ObjectMeta { Name = LocalPathStorage.ClassName, Annotations = new Dictionary<string, string> { [DefaultMark] = isDefault ? "true" : "false" } },
                    Provisioner = LocalPathStorage.Provisioner,
                    ReclaimPolicy = "Delete",
                    VolumeBindingMode = "WaitForFirstConsumer",
                    AllowVolumeExpansion = true,
                },
                cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
        {
            // Another server of the cluster was faster.
        }
        return null;
    }
}
