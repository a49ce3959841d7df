using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Checking;

/// <summary>The names that stand for something at a place of an expression.</summary>
internal sealed class CheckScope(CelEnvironmentOptions options, IReadOnlyDictionary<string, CelType> variables)
{
    private readonly List<(string Name, CelType Type)> locals = [];

    public CelFunction? FindFunction(string name) => options.Functions.FindFunction(Plain(name));

    /// <summary>What a name is declared as: the type of a variable, or the type of a type.</summary>
    public (string Name, CelType Type)? FindIdent(string name)
    {
        var plain = Plain(name);
        if (plain == name)
        {
            for (var i = locals.Count - 1; i >= 0; i--)
            {
                if (locals[i].Name == name) return locals[i];
            }
        }
        if (variables.TryGetValue(plain, out var variable)) return (plain, variable);
        return FindType(plain) is { } type ? (plain, CelType.TypeOf(type)) : null;
    }

    public CelType? FindType(string name) => options.Types?.FindType(name) ?? options.Functions.FindType(name);

    public CelType? FindField(string typeName, string field) => options.Types?.FindField(typeName, field);

    public void Enter(string name, CelType type) => locals.Add((name, type));

    public void Leave(int count) => locals.RemoveRange(locals.Count - count, count);

    private static string Plain(string name) => name.StartsWith('.') ? name[1..] : name;
}
