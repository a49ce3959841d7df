namespace Kite.Configuration;

/// <summary>The settings of <c>kite server</c> alone.</summary>
internal static class ServerSettings
{
    public static readonly Setting BindAddress = new("bind-address", "The address that the API server listens on", "0.0.0.0");
    public static readonly Setting Port = new("port", "The port that the API server listens on", "6443");
    public static readonly Setting AdvertiseAddress = new("advertise-address", "The address that others reach the API server at; the node's where not set");
    public static readonly Setting TlsSan = new("tls-san", "More names and addresses for the serving certificate, comma-separated");
    public static readonly Setting WriteKubeconfig = new("write-kubeconfig", "Where the administrator's kubeconfig is written", "/etc/kite/kite.yaml");
    public static readonly Setting DisableAgent = new("disable-agent", "Run no node parts: no kubelet, proxy or DNS", "false", IsSwitch: true);
    public static readonly Setting AuthenticationConfig = new("authentication-config", "An AuthenticationConfiguration: OpenID Connect issuers, and where requests may be anonymous");
    public static readonly Setting TokenWebhookConfig = new("authentication-token-webhook-config-file", "A kubeconfig that names a webhook which reviews tokens");
    public static readonly Setting TokenWebhookCacheTtl = new("authentication-token-webhook-cache-ttl", "For how long the answers of that webhook are kept", "2m0s");
    public static readonly Setting TokenWebhookVersion = new("authentication-token-webhook-version", "The version of authentication.k8s.io that the webhook is asked in", "v1beta1");
    public static readonly Setting AuthorizationConfig = new("authorization-config", "An AuthorizationConfiguration: which authorizers are asked, in which order, webhooks among them");
    public static readonly Setting EnableAdmissionPlugins = new("enable-admission-plugins", "Admission plugins to enable beside the default ones, comma-separated");
    public static readonly Setting DisableAdmissionPlugins = new("disable-admission-plugins", "Admission plugins to disable although they are enabled by default, comma-separated");
    public static readonly Setting SecretsEncryption = new("secrets-encryption", "Encrypt Secrets at rest with a key that Kite makes and keeps", "false", IsSwitch: true);
    public static readonly Setting EncryptionProviderConfig = new("encryption-provider-config", "An EncryptionConfiguration: which resources are encrypted at rest, and with which keys");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [BindAddress, Port, AdvertiseAddress, TlsSan, WriteKubeconfig, DisableAgent, AuthenticationConfig, TokenWebhookConfig, TokenWebhookCacheTtl, TokenWebhookVersion, AuthorizationConfig, EnableAdmissionPlugins, DisableAdmissionPlugins, SecretsEncryption, EncryptionProviderConfig, .. TrafficSettings.All];
}
