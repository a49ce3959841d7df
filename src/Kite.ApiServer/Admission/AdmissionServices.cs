using Kite.ApiServer.Admission.Certificates;
using Kite.ApiServer.Admission.Classes;
using Kite.ApiServer.Admission.LimitRanges;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Admission.PodSecurity;
using Kite.ApiServer.Admission.Policies;
using Kite.ApiServer.Admission.Quotas;
using Kite.ApiServer.Admission.Storage;
using Kite.ApiServer.Admission.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Admission;

/// <summary>Registers the built-in admission plugins.</summary>
internal static class AdmissionServices
{
    /// <summary>Adds those that need no authorizer; the order doesn't matter, see <see cref="AdmissionOrder"/>.</summary>
    public static IServiceCollection AddAdmissionPlugins(this IServiceCollection services) => services
        .AddSingleton<IAdmissionPlugin, NamespaceLifecycle>()
        .AddSingleton<IAdmissionPlugin, LimitRanger>()
        .AddSingleton<IAdmissionPlugin, ServiceAccountAdmission>()
        .AddSingleton<IAdmissionPlugin, TaintNodesByCondition>()
        .AddSingleton<IAdmissionPlugin, PodSecurityAdmission>()
        .AddSingleton<IAdmissionPlugin, PriorityAdmission>()
        .AddSingleton<IAdmissionPlugin, DefaultTolerationSeconds>()
        .AddSingleton<IAdmissionPlugin, DefaultStorageClass>()
        .AddSingleton<IAdmissionPlugin, StorageObjectInUseProtection>()
        .AddSingleton<IAdmissionPlugin, VolumeClaimResize>()
        .AddSingleton<IAdmissionPlugin, RuntimeClassAdmission>()
        .AddSingleton<IAdmissionPlugin, CertificateRequester>()
        .AddSingleton<IAdmissionPlugin, CertificateSubjectRestriction>()
        .AddSingleton<IAdmissionPlugin, DefaultIngressClass>()
        .AddSingleton<IAdmissionPlugin, PodTopologyLabels>()
        .AddSingleton<ConnectAdmission>()
        .AddSingleton<ResourceMatching>()
        .AddSingleton<RequestLabels>()
        .AddSingleton<ConvertedObjects>()
        .AddSingleton<MutatedObjects>()
        .AddAdmissionWebhooks()
        .AddAdmissionPolicies()
        .AddQuotas();

    /// <summary>Adds those that ask what the user may do.</summary>
    public static IServiceCollection AddAuthorizedAdmission(this IServiceCollection services) => services
        .AddSingleton<SignerPermissions>()
        .AddSingleton<NodeTokens>()
        .AddSingleton<IAdmissionPlugin, NodeRestriction>()
        .AddSingleton<IAdmissionPlugin, CertificateApproval>()
        .AddSingleton<IAdmissionPlugin, CertificateSigning>();
}
