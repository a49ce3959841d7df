namespace Kite.Api.Cel.Values;

/// <summary>A value of a type with fields or of an opaque type. What overrides nothing has no fields and equals only itself.</summary>
public abstract class CelObject() : CelReference(CelKind.Object)
{
    /// <summary>
    /// The value of a field: what is set, else the field's default where its type has one. False where there is neither;
    /// the expression then fails with "no such key".
    /// </summary>
    public virtual bool TryGetField(string name, out CelValue value)
    {
        value = default;
        return false;
    }

    /// <summary>True where the field is set: what <c>has()</c> answers.</summary>
    public virtual bool HasField(string name) => TryGetField(name, out _);
}
