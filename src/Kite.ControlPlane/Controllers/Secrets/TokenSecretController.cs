using System.Text;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.Secrets;

/// <summary>Fills Secrets of type <c>kubernetes.io/service-account-token</c> with token, CA and namespace, and deletes them with the account they belong to.</summary>
internal sealed class TokenSecretController(IApiClient client, IServiceAccountTokens tokens, ControllerOptions options) : IController
{
    private const string Account = "kubernetes.io/service-account.name";
    private const string AccountUid = "kubernetes.io/service-account.uid";

    private ILister<Secret> secrets = null!;
    private ILister<ServiceAccount> accounts = null!;

    /// <inheritdoc/>
    public string Name => "serviceaccount-token";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["secrets", "serviceaccounts"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => ["secrets"];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var secretInformer = informers.For<Secret>(fieldSelector: "type=kubernetes.io/service-account-token");
        var accountInformer = informers.For<ServiceAccount>();
        secrets = secretInformer.Lister;
        accounts = accountInformer.Lister;
        secretInformer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
        accountInformer.OnChange(change =>
        {
            if (change.Type is WatchEventType.Modified) return;
            foreach (var secret in secrets.List(change.Object.Metadata.Namespace))
                if (secret.Metadata.Annotations.GetValueOrDefault(Account) == change.Object.Metadata.Name) queue.Add(ObjectKey.Of(secret));
        });
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (secrets.Get(key) is not { Metadata.DeletionTimestamp: null } secret || secret.Metadata.Annotations.GetValueOrDefault(Account) is not { Length: > 0 } name) return null;
        var account = accounts.Get(new(key.Namespace, name));
        // The copy may be behind the Secret: before a Secret is deleted, the server itself has to say that its account is gone.
        if (account is null || !IsOf(secret, account)) account = await client.Resource<ServiceAccount>().FindAsync(key.Namespace, name, cancellationToken);
        if (account is null || !IsOf(secret, account))
        {
            await client.Resource<Secret>().DeleteIfPresentAsync(key.Namespace, key.Name, new DeleteOptions { Preconditions = new() { Uid = secret.Metadata.Uid } }, cancellationToken);
            return null;
        }
        if (!IsFilled(secret)) await FillAsync(key, account, cancellationToken);
        return null;
    }

    private static bool IsOf(Secret secret, ServiceAccount account) => secret.Metadata.Annotations.GetValueOrDefault(AccountUid) is not { Length: > 0 } uid || uid == account.Metadata.Uid;

    private bool IsFilled(Secret secret) => IsSet(secret, "token") && IsSet(secret, "namespace") && HasAuthority(secret);

    private static bool IsSet(Secret secret, string entry) => secret.Data.GetValueOrDefault(entry) is { Length: > 0 };

    private bool HasAuthority(Secret secret) =>
        options.RootCaBundle.Length == 0 || (secret.Data.TryGetValue("ca.crt", out var known) && known.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(options.RootCaBundle)));

    private async Task FillAsync(ObjectKey key, ServiceAccount account, CancellationToken cancellationToken)
    {
        // Of two tokens for one Secret only the one that is kept is good: look at what is stored before making another.
        if (await client.Resource<Secret>().FindAsync(key.Namespace, key.Name, cancellationToken) is not { } fresh || !IsOf(fresh, account) || IsFilled(fresh)) return;
        var data = new Dictionary<string, byte[]>(fresh.Data);
        if (!HasAuthority(fresh)) data["ca.crt"] = Encoding.UTF8.GetBytes(options.RootCaBundle);
        if (!IsSet(fresh, "namespace")) data["namespace"] = Encoding.UTF8.GetBytes(key.Namespace);
        if (!IsSet(fresh, "token")) data["token"] = Encoding.UTF8.GetBytes(tokens.Issue(account, key.Name));
        var annotations = new Dictionary<string, string>(fresh.Metadata.Annotations) { [Account] = account.Metadata.Name, [AccountUid] = account.Metadata.Uid };
        await client.Resource<Secret>().UpdateAsync(fresh with { Data = data, Metadata = fresh.Metadata with { Annotations = annotations } }, cancellationToken);
    }
}
