using Kite.Api.CustomResources.Definitions;
using Kite.Api.Kinds.AdmissionRegistration;
using Kite.Api.Kinds.ApiRegistration;
using Kite.Api.Kinds.Certificates;
using Kite.Api.Kinds.Coordination;
using Kite.Api.Kinds.Core;
using Kite.Api.Kinds.Discovery;
using Kite.Api.Kinds.FlowControl;
using Kite.Api.Kinds.Node;
using Kite.Api.Kinds.Policy;
using Kite.Api.Kinds.Rbac;
using Kite.Api.Kinds.Scheduling;
using Kite.Api.Meta;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>The kinds of the groups that have few.</summary>
internal static class GroupKinds
{
    private static readonly KindTraits Counted = new() { HasGeneration = true };
    private static readonly KindTraits Conditional = new() { AllowsUnconditionalUpdate = false };
    private static readonly KindTraits CountedConditional = new() { HasGeneration = true, AllowsUnconditionalUpdate = false };
    private static readonly KindTraits StrictStatus = new() { HasGeneration = true, AllowsUnconditionalUpdate = false, KeptByStatus = KindTraits.AllMetadata };
    private static readonly KindTraits Role = new() { Name = NameRules.PathSegment, AllowsCreateOnUpdate = true, Rules = shape => new RoleRules(shape) };
    private static readonly KindTraits Binding = new() { Name = NameRules.PathSegment, AllowsCreateOnUpdate = true, Rules = shape => new RoleBindingRules(shape) };

    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["admissionregistration/v1.MutatingAdmissionPolicy"] = CountedConditional with { Rules = shape => new MutatingPolicyRules(shape) },
        ["admissionregistration/v1.MutatingAdmissionPolicyBinding"] = CountedConditional with { Rules = shape => new PolicyBindingRules(shape, isMutating: true) },
        ["admissionregistration/v1.MutatingWebhookConfiguration"] = CountedConditional with { Rules = shape => new WebhookConfigurationRules(shape, isMutating: true) },
        ["admissionregistration/v1.ValidatingAdmissionPolicy"] = CountedConditional with { Rules = shape => new ValidatingPolicyRules(shape) },
        ["admissionregistration/v1.ValidatingAdmissionPolicyBinding"] = CountedConditional with { Rules = shape => new PolicyBindingRules(shape, isMutating: false) },
        ["admissionregistration/v1.ValidatingWebhookConfiguration"] = CountedConditional with { Rules = shape => new WebhookConfigurationRules(shape, isMutating: false) },
        ["apiextensions/v1.CustomResourceDefinition"] = StrictStatus with { Rules = shape => new CustomResourceDefinitionRules(shape) },
        ["apiregistration/v1.APIService"] = Conditional with { Name = NameRules.PathSegment, KeptByStatus = KindTraits.AllMetadata, Rules = shape => new APIServiceRules(shape) },
        ["certificates/v1.CertificateSigningRequest"] = new() { Name = (_, _) => null, Fields = ["spec.signerName"], Rules = shape => new CertificateSigningRequestRules(shape) },
        ["coordination/v1.Lease"] = Conditional with { AllowsCreateOnUpdate = true, Rules = shape => new LeaseRules(shape) },
        ["discovery/v1.EndpointSlice"] = CountedConditional with { CountsAnnotations = true, Rules = shape => new EndpointSliceRules(shape) },
        ["events/v1.Event"] = new()
        {
            AllowsCreateOnUpdate = true,
            Fields = EventFields.OfGroup,
            StoredAs = new ApiResource("", "v1", "events", "Event", true),
            Conversion = new EventConversion(),
            Rules = shape => new EventsGroupRules(shape),
        },
        ["flowcontrol/v1.FlowSchema"] = StrictStatus with { Rules = shape => new FlowSchemaRules(shape) },
        ["flowcontrol/v1.PriorityLevelConfiguration"] = StrictStatus with { Rules = shape => new PriorityLevelRules(shape) },
        ["node/v1.RuntimeClass"] = Conditional with { Rules = shape => new RuntimeClassRules(shape) },
        ["policy/v1.PodDisruptionBudget"] = CountedConditional with { StatusFields = ["disruptionsAllowed=0", "currentHealthy=0", "desiredHealthy=0", "expectedPods=0"], Rules = shape => new DisruptionBudgetRules(shape) },
        ["rbac/v1.ClusterRole"] = Role,
        ["rbac/v1.ClusterRoleBinding"] = Binding,
        ["rbac/v1.Role"] = Role,
        ["rbac/v1.RoleBinding"] = Binding,
        ["scheduling/v1.PriorityClass"] = Counted with { Rules = shape => new PriorityClassRules(shape) },
    };
}
