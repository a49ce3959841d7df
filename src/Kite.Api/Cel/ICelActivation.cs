using Kite.Api.Cel.Values;

namespace Kite.Api.Cel;

/// <summary>The values of variables during one evaluation.</summary>
public interface ICelActivation
{
    /// <summary>The value of a declared variable; false where it has none, and the expression fails with "no such attribute".</summary>
    bool TryResolve(string name, out CelValue value);
}
