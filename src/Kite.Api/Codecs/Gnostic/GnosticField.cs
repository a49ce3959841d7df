namespace Kite.Api.Codecs.Gnostic;

/// <summary>A field of a message, or one of the fields among which a value chooses.</summary>
/// <param name="Name">The JSON name; for a choice its condition.</param>
/// <param name="Number">The field's number.</param>
/// <param name="Value">What it holds.</param>
internal sealed record GnosticField(string Name, int Number, GnosticValue Value);
