using Kite.Api.Cel.Values;

namespace Kite.Api.Cel;

/// <summary>A few variables with their values.</summary>
public sealed class CelActivation : ICelActivation
{
    private readonly List<KeyValuePair<string, CelValue>> variables = [];

    /// <summary>No variables.</summary>
    public static ICelActivation Empty { get; } = new CelActivation();

    /// <summary>Gives a variable its value, once.</summary>
    public CelActivation With(string name, CelValue value)
    {
        variables.Add(new KeyValuePair<string, CelValue>(name, value));
        return this;
    }

    /// <inheritdoc/>
    public bool TryResolve(string name, out CelValue value)
    {
        foreach (var variable in variables)
        {
            if (!string.Equals(variable.Key, name, StringComparison.Ordinal)) continue;
            value = variable.Value;
            return true;
        }
        value = default;
        return false;
    }
}
