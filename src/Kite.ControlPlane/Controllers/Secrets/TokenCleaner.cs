using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.Secrets;

/// <summary>Deletes bootstrap tokens when they expire.</summary>
internal sealed class TokenCleaner(IApiClient client, TimeProvider time) : IController
{
    private ILister<Secret> secrets = null!;

    /// <inheritdoc/>
    public string Name => "token-cleaner";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["secrets"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["secrets"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = BootstrapTokens.Informer(informers);
        secrets = informer.Lister;
        informer.OnChange(change =>
        {
            if (BootstrapTokens.IsToken(change.Object)) queue.Add(ObjectKey.Of(change.Object));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (secrets.Get(key) is not { } secret || BootstrapTokens.Left(secret, time.GetUtcNow()) is not { } left) return null;
        if (left > TimeSpan.Zero) return left;
        await client.Resource<Secret>().DeleteIfPresentAsync(key.Namespace, key.Name, new DeleteOptions { Preconditions = new() { Uid = secret.Metadata.Uid } }, cancellationToken);
        return null;
    }
}
