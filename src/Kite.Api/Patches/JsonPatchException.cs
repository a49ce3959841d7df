namespace Kite.Api.Patches;

/// <summary>A step of a JSON patch doesn't apply to the document.</summary>
internal sealed class JsonPatchException(string message) : Exception(message);
