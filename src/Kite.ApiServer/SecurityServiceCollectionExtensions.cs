using Kite.ApiServer.Admission;
using Kite.ApiServer.Aggregation;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.Bootstrap;
using Kite.ApiServer.Authentication.Oidc;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Authentication.Webhooks;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Authorization.Reviews;
using Kite.ApiServer.Authorization.Webhooks;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kite.ApiServer;

/// <summary>Adds authentication and authorization.</summary>
public static class SecurityServiceCollectionExtensions
{
    /// <summary>
    /// Adds authenticators (client certificates, service-account and bootstrap tokens), token issuing, RBAC and node authorization, the reviews, and the renewal of certificates.
    /// Needs a registered <see cref="TimeProvider"/> and <see cref="WatchCache.IResourceCaches"/>.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="certificates">The cluster's certificates, opened before; the caller keeps owning them.</param>
    /// <param name="clusterDomain">The cluster's DNS domain, of which the issuer of service-account tokens is made.</param>
    /// <param name="options">The configuration files; null for none.</param>
    public static IServiceCollection AddApiServerSecurity(this IServiceCollection services, ClusterCertificates certificates, string clusterDomain, ApiServerSecurityOptions? options = null)
    {
        options ??= new();
        var issuer = $"https://kubernetes.default.svc.{clusterDomain}";
        services.AddSingleton(certificates);
        services.AddHostedService<CertificateRenewal>();
        services.AddHostedService<ExtensionAuthentication>();

        services.AddSingleton(new ServiceAccountTokenOptions { Issuer = issuer, ApiAudiences = [issuer] });
        services.AddSingleton(new ServiceAccountTokenFormat(certificates.ServiceAccountKeys));
        services.AddSingleton(provider => new ServiceAccountSecretTokens(provider.GetRequiredService<ServiceAccountTokenFormat>()));
        services.AddSingleton<BoundObjects>();
        services.AddSingleton<ITokenAuthenticator, ServiceAccountTokenAuthenticator>();
        services.AddSingleton<ITokenAuthenticator, BootstrapTokenAuthenticator>();
        services.AddSingleton<OidcAuthenticator>();
        services.AddSingleton<ITokenAuthenticator>(provider => provider.GetRequiredService<OidcAuthenticator>());
        services.AddSingleton(options.TokenWebhook);
        services.AddSingleton<TokenWebhook>();
        services.AddSingleton<ITokenAuthenticator>(provider => provider.GetRequiredService<TokenWebhook>());
        services.AddSingleton<TokenAuthenticatorChain>();
        services.AddSingleton<AnonymousRequests>();
        services.AddSingleton<ServiceAccountTokenIssuer>();
        services.AddSingleton<ICreateOnlyResource, TokenRequests>();
        services.AddSingleton<ICreateOnlyResource, TokenReviews>();
        services.AddSingleton<ICreateOnlyResource, SelfSubjectReviews>();
        services.AddSingleton<IPathHandler>(provider => new IssuerDocuments(certificates.ServiceAccountKeys, provider.GetRequiredService<ServiceAccountTokenOptions>()));
        services.AddSingleton(provider => new ClientCertificateVerifier(certificates.Issuer.Certificate, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ClientCertificateAuthenticator>();
        services.AddSingleton(provider => new FrontProxyAuthenticator(certificates.FrontProxy, provider.GetRequiredService<CredentialMetrics>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAuthenticator, AuthenticatorChain>();

        services.AddSingleton(DefaultPolicy.Load());
        services.AddSingleton<NodePods>();
        services.AddSingleton<NodeRules>();
        services.AddSingleton<NodeAuthorizer>();
        services.AddSingleton<RbacPolicy>();
        services.AddSingleton<RbacAuthorizer>();
        services.AddSingleton<AuthorizerChain>();
        services.AddSingleton<IAuthorizer>(provider => provider.GetRequiredService<AuthorizerChain>());
        services.AddSingleton<ICreateOnlyResource, SubjectAccessReviews>();
        services.AddSingleton<ICreateOnlyResource, LocalSubjectAccessReviews>();
        services.AddSingleton<ICreateOnlyResource, SelfSubjectAccessReviews>();
        services.AddSingleton<ICreateOnlyResource, SelfSubjectRulesReviews>();
        services.AddSingleton<IAdmissionPlugin, EscalationGuard>();
        services.AddSingleton<IAdmissionPlugin, CertificateConditionTimes>();
        services.AddAuthorizedAdmission();
        AddConfigurationFiles(services, certificates, options);
        return services;
    }

    private static void AddConfigurationFiles(IServiceCollection services, ClusterCertificates certificates, ApiServerSecurityOptions options)
    {
        services.AddSingleton<IReloadable>(certificates.ServiceAccountKeys);
        services.AddSingleton<IReloadable>(provider => provider.GetRequiredService<TokenWebhook>());
        services.AddSingleton<IReloadable>(provider => ActivatorUtilities.CreateInstance<AuthenticationConfiguration>(provider, new ConfiguredFile(options.AuthenticationConfigFile)));
        services.AddSingleton<IReloadable>(provider => ActivatorUtilities.CreateInstance<AuthorizationConfiguration>(provider, new ConfiguredFile(options.AuthorizationConfigFile)));
        // Before everything else: nobody may get in while the files that keep them out aren't read.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ConfigurationReload>());
    }
}
