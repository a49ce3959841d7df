namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>What a check found.</summary>
/// <param name="Reason">What is wrong, in a word or two.</param>
/// <param name="Detail">Where.</param>
internal sealed record Violation(string Reason, string Detail)
{
    /// <summary>As messages have it: <c>privileged (container "a" must not set securityContext.privileged=true)</c>.</summary>
    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason} ({Detail})";
}
