using System.Security.Cryptography;
using Kite.Api.Errors;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Webhooks;

/// <summary>Reads the kubeconfigs that name webhooks in configuration files.</summary>
internal static class WebhookFiles
{
    /// <exception cref="ConfigurationException">The file can't be used.</exception>
    public static WebhookAddress Read(string path)
    {
        try
        {
            return WebhookKubeconfig.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ApiStatusException or WebhookCallException or CryptographicException or FormatException or ArgumentException)
        {
            throw new ConfigurationException($"{path}: the kubeconfig of the webhook can't be used: {e.Message}", e);
        }
    }
}
