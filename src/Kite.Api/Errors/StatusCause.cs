namespace Kite.Api.Errors;

/// <summary>One cause of a failure: what is wrong with which field.</summary>
/// <param name="Reason">The machine-readable reason, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">What is wrong, for a person.</param>
/// <param name="Field">The path of the field, such as <c>spec.containers[0].name</c>; empty where none applies.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
