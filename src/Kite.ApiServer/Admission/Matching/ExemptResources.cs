using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>What webhooks and policies never see, so that nobody locks himself out.</summary>
internal static class ExemptResources
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>True for webhook configurations, policies and their bindings.</summary>
    public static bool IsConfiguration(ApiResource resource) =>
        resource is { Group: Group, Plural: "validatingwebhookconfigurations" or "mutatingwebhookconfigurations" or "validatingadmissionpolicies" or "validatingadmissionpolicybindings" or "mutatingadmissionpolicies" or "mutatingadmissionpolicybindings" };

    /// <summary>True for what policies don't see besides: the questions of who somebody is and what he may do.</summary>
    public static bool IsReview(ApiResource resource) => resource switch
    {
        { Group: "authentication.k8s.io", Plural: "selfsubjectreviews" or "tokenreviews" } => true,
        { Group: "authorization.k8s.io" } => true,
        _ => false,
    };
}
