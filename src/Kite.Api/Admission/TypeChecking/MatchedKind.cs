namespace Kite.Api.Admission.TypeChecking;

/// <summary>A kind that a policy matches.</summary>
/// <param name="Group">The API group.</param>
/// <param name="Version">The version.</param>
/// <param name="Kind">The kind.</param>
internal readonly record struct MatchedKind(string Group, string Version, string Kind)
{
    /// <summary>As warnings name it: <c>apps/v1, Kind=Deployment</c>.</summary>
    public override string ToString() => $"{(Group.Length == 0 ? Version : $"{Group}/{Version}")}, Kind={Kind}";
}
