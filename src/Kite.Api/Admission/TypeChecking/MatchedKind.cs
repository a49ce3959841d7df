namespace Kite.Api.Admission.TypeChecking;

/// <summary>A kind that a policy matches and whose fields are known.</summary>
/// <param name="Group">The API group.</param>
/// <param name="Version">The version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="TypeName">Its type in the table, such as <c>apps/v1.Deployment</c>.</param>
internal sealed record MatchedKind(string Group, string Version, string Kind, string TypeName)
{
    /// <summary>As warnings name it: <c>apps/v1, Kind=Deployment</c>.</summary>
    public override string ToString() => $"{(Group.Length == 0 ? Version : $"{Group}/{Version}")}, Kind={Kind}";
}
