using System.Text.Json.Nodes;
using Kite.Api.Admission.Policies;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Adds the plugins that evaluate policies.</summary>
internal static class PolicyAdmissionServices
{
    private const string Group = "admissionregistration.k8s.io";
    private static readonly ApiResource Validating = new(Group, "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", false);
    private static readonly ApiResource ValidatingBindings = new(Group, "v1", "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding", false);
    private static readonly ApiResource Mutating = new(Group, "v1", "mutatingadmissionpolicies", "MutatingAdmissionPolicy", false);
    private static readonly ApiResource MutatingBindings = new(Group, "v1", "mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding", false);

    /// <summary>Adds both. Needs an authorizer.</summary>
    public static IServiceCollection AddAdmissionPolicies(this IServiceCollection services) => services
        .AddSingleton<PolicyMatching>()
        .AddSingleton<PolicyParams>()
        .AddSingleton<ExpressionInputs>()
        .AddSingleton<PolicyMutator>()
        .AddSingleton(provider => IndexOf(provider, Validating, ValidatingBindings, spec => new ValidatingPolicy(spec)))
        .AddSingleton(provider => IndexOf(provider, Mutating, MutatingBindings, spec => new MutatingPolicy(spec)))
        .AddSingleton<IAdmissionPlugin, MutatingPolicyAdmission>()
        .AddSingleton<IAdmissionPlugin, ValidatingPolicyAdmission>();

    private static PolicyIndex<T> IndexOf<T>(IServiceProvider provider, ApiResource policies, ApiResource bindings, Func<JsonObject, T> compile) =>
        new(policies, bindings, compile, provider.GetRequiredService<ResourceCaches>(), provider.GetRequiredService<ResourceCatalogue>(), provider.GetRequiredService<PolicyMatching>());
}
