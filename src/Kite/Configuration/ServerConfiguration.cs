using System.Net;
using Kite.Api.Meta;
using Kite.ApiServer;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Encryption;

namespace Kite.Configuration;

/// <summary>What <c>kite server</c> is told, checked.</summary>
internal sealed record ServerConfiguration
{
    /// <summary>What every node is told.</summary>
    public required NodeConfiguration Node { get; init; }

    /// <summary>Where the API server listens.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The address that others reach the API server at.</summary>
    public required IPAddress AdvertiseAddress { get; init; }

    /// <summary>More names and addresses for the serving certificate.</summary>
    public required IReadOnlyList<string> TlsSans { get; init; }

    /// <summary>Where the administrator's kubeconfig is written.</summary>
    public required string KubeconfigPath { get; init; }

    /// <summary>True where no node parts run.</summary>
    public required bool DisableAgent { get; init; }

    /// <summary>The configuration files of authentication and authorization.</summary>
    public ApiServerSecurityOptions Security { get; init; } = new();

    /// <summary>The admission plugins that don't run.</summary>
    public IReadOnlyCollection<string> DisabledAdmissionPlugins { get; init; } = [];

    /// <summary>How values are encrypted at rest.</summary>
    public EncryptionOptions Encryption { get; init; } = new() { KeyFile = "" };

    /// <summary>How requests are limited and logged.</summary>
    public TrafficConfiguration Traffic { get; init; } = new();

    /// <summary>The server as other nodes reach it.</summary>
    public Uri AdvertisedServer => new($"https://{new IPEndPoint(AdvertiseAddress, Listen.Port)}");

    /// <summary>The server as this machine reaches it.</summary>
    public Uri LocalServer => new($"https://{new IPEndPoint(Listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : Listen.Address, Listen.Port)}");

    /// <summary>The certificates and keys.</summary>
    public string CertificatesDirectory => Path.Combine(Node.DataDirectory, "server", "pki");

    /// <summary>The store's file.</summary>
    public string StorePath => Path.Combine(Node.DataDirectory, "server", "kite.db");

    /// <summary>The token that agents join with.</summary>
    public string TokenPath => Path.Combine(Node.DataDirectory, "server", "token");

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static ServerConfiguration From(Settings settings)
    {
        var node = NodeConfiguration.From(settings);
        return new ServerConfiguration
        {
            Node = node,
            Listen = new IPEndPoint(settings.Address(ServerSettings.BindAddress)!, settings.Port(ServerSettings.Port)),
            AdvertiseAddress = settings.Address(ServerSettings.AdvertiseAddress) ?? node.NodeAddress,
            TlsSans = settings.List(ServerSettings.TlsSan),
            KubeconfigPath = Path.GetFullPath(settings.Required(ServerSettings.WriteKubeconfig)),
            DisableAgent = settings.Switch(ServerSettings.DisableAgent),
            Security = SecurityFrom(settings),
            DisabledAdmissionPlugins = DisabledPlugins(settings),
            Encryption = EncryptionFrom(settings, node),
            Traffic = TrafficConfiguration.From(settings),
        };
    }

    private static EncryptionOptions EncryptionFrom(Settings settings, NodeConfiguration node)
    {
        var options = new EncryptionOptions
        {
            ConfigFile = settings.Text(ServerSettings.EncryptionProviderConfig),
            EncryptsSecrets = settings.Switch(ServerSettings.SecretsEncryption),
            KeyFile = Path.Combine(node.DataDirectory, "server", "encryption-config.json"),
        };
        return options.ConfigFile is null || !options.EncryptsSecrets
            ? options
            : throw new UsageException("secrets-encryption and encryption-provider-config exclude each other: the first is for keys that Kite keeps, the second for your own");
    }

    private static IReadOnlyCollection<string> DisabledPlugins(Settings settings)
    {
        var disabled = Plugins(settings, ServerSettings.DisableAdmissionPlugins);
        var both = Plugins(settings, ServerSettings.EnableAdmissionPlugins).Intersect(disabled, StringComparer.Ordinal).ToArray();
        return both.Length == 0 ? disabled : throw new UsageException($"[{string.Join(" ", both)}] in enable-admission-plugins and disable-admission-plugins overlapped");
    }

    private static IReadOnlyList<string> Plugins(Settings settings, Setting setting)
    {
        var names = settings.List(setting);
        return names.FirstOrDefault(name => !AdmissionOrder.Knows(name)) is { } unknown
            ? throw new UsageException($"{setting.Name} plugin \"{unknown}\" is unknown; there are {string.Join(", ", AdmissionOrder.Names)}")
            : names;
    }

    private static ApiServerSecurityOptions SecurityFrom(Settings settings) => new()
    {
        AuthenticationConfigFile = settings.Text(ServerSettings.AuthenticationConfig),
        AuthorizationConfigFile = settings.Text(ServerSettings.AuthorizationConfig),
        TokenWebhook = new()
        {
            ConfigFile = settings.Text(ServerSettings.TokenWebhookConfig),
            CacheTtl = settings.Parse(ServerSettings.TokenWebhookCacheTtl, "a duration such as 2m0s", TimeSpan.Zero, static (string text, out TimeSpan duration) => GoDuration.TryParse(text, out duration)),
            Version = settings.Parse(ServerSettings.TokenWebhookVersion, "v1 or v1beta1", "v1beta1", static (string text, out string version) => (version = text) is "v1" or "v1beta1"),
        },
    };
}
