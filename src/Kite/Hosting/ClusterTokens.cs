using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ControlPlane.Controllers.Secrets;

namespace Kite.Hosting;

/// <summary>Lets the control plane make tokens with the cluster's own key.</summary>
internal sealed class ClusterTokens(ServiceAccountSecretTokens tokens) : IServiceAccountTokens
{
    public string Issue(ServiceAccount account, string secretName) => tokens.Issue(account.Metadata.Namespace, account.Metadata.Name, account.Metadata.Uid, secretName);
}
