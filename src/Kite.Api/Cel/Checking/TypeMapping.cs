using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Checking;

/// <summary>What type parameters stand for, as unification found so far. An attempt that fails leaves no trace.</summary>
internal sealed class TypeMapping
{
    private readonly Dictionary<string, CelType> bound = new(StringComparer.Ordinal);
    private readonly Stack<(string Name, CelType? Previous)> trail = new();
    private int fresh;

    /// <summary>A type parameter that stands for nothing yet.</summary>
    public CelType NewParameter() => CelType.Parameter($"_var{fresh++}");

    /// <summary>True where a value of one type may be used as the other; binds the parameters of both.</summary>
    public bool IsAssignable(CelType from, CelType to)
    {
        var mark = trail.Count;
        return Attempt(mark, Unify(from, to));
    }

    /// <summary>True where all values of the types may be used as the others, in their order.</summary>
    public bool AreAssignable(IReadOnlyList<CelType> from, IReadOnlyList<CelType> to)
    {
        var mark = trail.Count;
        return Attempt(mark, UnifyAll(from, to));
    }

    /// <summary>The type with its bound parameters replaced; those that aren't bound stay, or are dyn.</summary>
    public CelType Substitute(CelType type, bool unboundToDyn)
    {
        if (type.TypeKind is CelTypeKind.Parameter)
        {
            if (bound.TryGetValue(type.Name, out var found)) return Substitute(found, unboundToDyn);
            return unboundToDyn ? CelType.Dyn : type;
        }
        if (type.Parameters.Count == 0) return type;
        return Rebuild(type, parameter => Substitute(parameter, unboundToDyn));
    }

    /// <summary>The types with the parameters of an overload replaced by fresh ones, the same for each name.</summary>
    public CelType[] Instantiate(IReadOnlyList<CelType> types)
    {
        Dictionary<string, CelType>? fresh = null;
        var result = new CelType[types.Count];
        for (var i = 0; i < result.Length; i++) result[i] = Instantiate(types[i], ref fresh);
        return result;
    }

    private CelType Instantiate(CelType type, ref Dictionary<string, CelType>? names)
    {
        if (type.TypeKind is CelTypeKind.Parameter)
        {
            names ??= new Dictionary<string, CelType>(StringComparer.Ordinal);
            if (!names.TryGetValue(type.Name, out var made)) names[type.Name] = made = NewParameter();
            return made;
        }
        if (type.Parameters.Count == 0) return type;
        var parameters = new CelType[type.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++) parameters[i] = Instantiate(type.Parameters[i], ref names);
        return type.With(parameters);
    }

    /// <summary>The more general of two types of which one is assignable to the other.</summary>
    public static CelType MostGeneral(CelType left, CelType right) => IsEqualOrLessSpecific(left, right) ? left : right;

    private static CelType Rebuild(CelType type, Func<CelType, CelType> replace)
    {
        CelType[]? changed = null;
        for (var i = 0; i < type.Parameters.Count; i++)
        {
            var replaced = replace(type.Parameters[i]);
            if (ReferenceEquals(replaced, type.Parameters[i])) continue;
            changed ??= [.. type.Parameters];
            changed[i] = replaced;
        }
        return changed is null ? type : type.With(changed);
    }

    private bool Attempt(int mark, bool success)
    {
        if (!success)
        {
            while (trail.Count > mark) Undo();
        }
        return success;
    }

    private void Undo()
    {
        var (name, previous) = trail.Pop();
        if (previous is null) bound.Remove(name);
        else bound[name] = previous;
    }

    private void Bind(CelType parameter, CelType type)
    {
        trail.Push((parameter.Name, bound.GetValueOrDefault(parameter.Name)));
        bound[parameter.Name] = type;
    }

    private bool UnifyAll(IReadOnlyList<CelType> from, IReadOnlyList<CelType> to)
    {
        if (from.Count != to.Count) return false;
        for (var i = 0; i < from.Count; i++)
        {
            if (!Unify(from[i], to[i])) return false;
        }
        return true;
    }

    private bool Unify(CelType from, CelType to)
    {
        if (to.TypeKind is CelTypeKind.Parameter)
        {
            var (valid, hasBinding) = TryBind(from, to);
            if (valid || hasBinding) return valid;
        }
        if (from.TypeKind is CelTypeKind.Parameter) return TryBind(to, from).Valid;
        if (IsDynOrError(from) || IsDynOrError(to)) return true;
        if (from.TypeKind is CelTypeKind.Null) return IsNullable(to);
        if (to.TypeKind is CelTypeKind.Null) return IsNullable(from);
        if (from.TypeKind != to.TypeKind) return false;
        return from.TypeKind switch
        {
            CelTypeKind.Type => true,
            CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Opaque => from.Name == to.Name && UnifyAll(from.Parameters, to.Parameters),
            _ => from.Name == to.Name,
        };
    }

    /// <summary>Whether the parameter may stand for the type, and whether it stood for something before.</summary>
    private (bool Valid, bool HasBinding) TryBind(CelType type, CelType parameter)
    {
        if (type.IsExactly(parameter)) return (true, true);
        if (bound.TryGetValue(parameter.Name, out var current))
        {
            if (type.IsExactly(current)) return (true, true);
            if (!Unify(type, current)) return (false, true);
            var general = MostGeneral(type, current);
            if (!Occurs(parameter, general)) Bind(parameter, general);
            return (true, true);
        }
        if (Occurs(parameter, type)) return (false, false);
        Bind(parameter, type);
        return (true, false);
    }

    private bool Occurs(CelType parameter, CelType within)
    {
        if (within.IsExactly(parameter)) return true;
        if (within.TypeKind is CelTypeKind.Parameter) return bound.TryGetValue(within.Name, out var found) && Occurs(parameter, found);
        foreach (var inner in within.Parameters)
        {
            if (Occurs(parameter, inner)) return true;
        }
        return false;
    }

    private static bool IsDynOrError(CelType type) => type.TypeKind is CelTypeKind.Dyn or CelTypeKind.Error;

    private static bool IsNullable(CelType type) =>
        type.TypeKind is CelTypeKind.Null or CelTypeKind.Opaque or CelTypeKind.Object or CelTypeKind.Duration or CelTypeKind.Timestamp;

    private static bool IsEqualOrLessSpecific(CelType left, CelType right)
    {
        if (left.IsDyn || left.TypeKind is CelTypeKind.Parameter) return true;
        if (right.IsDyn || right.TypeKind is CelTypeKind.Parameter || left.TypeKind != right.TypeKind) return false;
        if (left.TypeKind is CelTypeKind.Type) return true;
        if (left.Name != right.Name || left.Parameters.Count != right.Parameters.Count) return false;
        for (var i = 0; i < left.Parameters.Count; i++)
        {
            if (!IsEqualOrLessSpecific(left.Parameters[i], right.Parameters[i])) return false;
        }
        return true;
    }
}
