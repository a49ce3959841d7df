namespace Kite.Api.Apply;

/// <summary>How one object differs from another.</summary>
/// <param name="Changed">The fields that are new or have another value.</param>
/// <param name="Removed">The fields that are gone.</param>
internal readonly record struct FieldChanges(FieldSet Changed, FieldSet Removed)
{
    internal bool IsEmpty => Changed.IsEmpty && Removed.IsEmpty;
}
