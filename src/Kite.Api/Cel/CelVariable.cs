using Kite.Api.Cel.Types;

namespace Kite.Api.Cel;

/// <summary>A name that expressions may use, and the type of what it stands for.</summary>
public sealed record CelVariable(string Name, CelType Type);
