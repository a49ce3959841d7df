namespace Kite.Api.Admission.Policies;

/// <summary>What evaluating a policy came to.</summary>
/// <param name="Denials">The validations that don't hold, or can't be evaluated where that counts.</param>
/// <param name="Annotations">What the audit log is to be told.</param>
public sealed record PolicyVerdict(IReadOnlyList<PolicyDenial> Denials, IReadOnlyList<PolicyAnnotation> Annotations)
{
    /// <summary>The policy has nothing to say.</summary>
    public static PolicyVerdict Nothing { get; } = new([], []);
}
