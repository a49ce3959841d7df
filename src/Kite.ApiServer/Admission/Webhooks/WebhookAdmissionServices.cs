using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Adds the plugins that ask webhooks.</summary>
internal static class WebhookAdmissionServices
{
    private static readonly ApiResource Mutating = new("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false);
    private static readonly ApiResource Validating = new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false);

    /// <summary>Adds both.</summary>
    public static IServiceCollection AddAdmissionWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookSelection>()
        .AddSingleton<ReviewReader>()
        .AddSingleton<WebhookCaller>()
        .AddSingleton<WebhookPatches>()
        .AddSingleton<IAdmissionPlugin>(provider => ActivatorUtilities.CreateInstance<MutatingAdmissionWebhook>(provider, IndexOf(provider, Mutating)))
        .AddSingleton<IAdmissionPlugin>(provider => ActivatorUtilities.CreateInstance<ValidatingAdmissionWebhook>(provider, IndexOf(provider, Validating)));

    private static WebhookIndex IndexOf(IServiceProvider provider, ApiResource resource) =>
        new(resource, provider.GetRequiredService<ResourceCaches>(), provider.GetRequiredService<ResourceCatalogue>(), provider.GetRequiredService<ResourceMatching>());
}
