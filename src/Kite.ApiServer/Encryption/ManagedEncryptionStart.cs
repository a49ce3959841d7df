using Kite.Storage;
using Microsoft.Extensions.Hosting;

namespace Kite.ApiServer.Encryption;

/// <summary>Loads the keys that Kite keeps before anybody reads the store.</summary>
internal sealed class ManagedEncryptionStart(ManagedEncryption managed, EncryptedStore store, TimeProvider time) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await managed.LoadAsync(store.Stored, time.GetUtcNow(), cancellationToken);
        if (await store.ProblemOfAsync(managed.Keys.ToRules(), cancellationToken) is { } problem) throw new StoreUnavailableException(problem.Message, problem);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
