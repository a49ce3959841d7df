namespace Kite.Api.Cel;

/// <summary>Why an expression doesn't compile: a place and what is wrong there, in cel-go's words.</summary>
/// <param name="Offset">Where in the text, in UTF-16 units from its start.</param>
/// <param name="Message">What is wrong.</param>
public sealed record CelIssue(int Offset, string Message);
