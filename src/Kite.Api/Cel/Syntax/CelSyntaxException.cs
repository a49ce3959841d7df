namespace Kite.Api.Cel.Syntax;

/// <summary>Parsing can't go on; the place and the reason are the issue. Never leaves the parser.</summary>
internal sealed class CelSyntaxException(CelIssue issue) : Exception(issue.Message)
{
    public CelIssue Issue => issue;
}
