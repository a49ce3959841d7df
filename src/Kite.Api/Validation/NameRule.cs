namespace Kite.Api.Validation;

/// <summary>Checks a name; null where it is fine, else what is wrong with it.</summary>
/// <param name="name">The name.</param>
/// <param name="isPrefix">True where more characters will follow (<c>generateName</c>).</param>
internal delegate string? NameRule(string name, bool isPrefix);
