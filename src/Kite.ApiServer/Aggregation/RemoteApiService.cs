using Kite.Api.Models.ApiregistrationV1;
using Kite.ApiServer.Webhooks;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kite.ApiServer.Aggregation;

/// <summary>A group version that another server serves, behind a Service.</summary>
/// <param name="Name">The name of the APIService, <c>version.group</c>.</param>
/// <param name="Spec">What it says.</param>
/// <param name="IsAvailable">True where the server was found well.</param>
internal sealed record RemoteApiService(string Name, APIServiceSpec Spec, bool IsAvailable)
{
    /// <summary>The group.</summary>
    public string Group => Spec.Group ?? "";

    /// <summary>The version.</summary>
    public string Version => Spec.Version ?? "";

    /// <summary>The Service's namespace.</summary>
    public string ServiceNamespace => Spec.Service?.Namespace ?? "";

    /// <summary>The Service's name.</summary>
    public string ServiceName => Spec.Service?.Name ?? "";

    /// <summary>The Service's port.</summary>
    public int Port => Spec.Service?.Port ?? 443;

    /// <summary>The path of the resources.</summary>
    public string Path => $"/apis/{Group}/{Version}";

    /// <summary>How to call it.</summary>
    /// <param name="pathAndQuery">What to ask for.</param>
    /// <param name="client">The certificate to show; null for none.</param>
    /// <param name="isChecked">False to take any certificate of the server's.</param>
    public WebhookAddress Address(string pathAndQuery, X509Certificate2? client, bool isChecked = true)
    {
        var host = $"{ServiceName}.{ServiceNamespace}.svc";
        return new WebhookAddress
        {
            Url = new Uri($"https://{host}:{Port}{pathAndQuery}"),
            IsService = true,
            ServerName = host,
            Authorities = Spec.CaBundle is { Length: > 0 } bundle ? Encoding.ASCII.GetString(bundle) : "",
            IsInsecure = !isChecked || Spec.InsecureSkipTLSVerify == true,
            Client = client,
        };
    }
}
