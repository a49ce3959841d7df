namespace Kite.Api.Meta;

/// <summary>A resource quantity such as <c>100m</c>, <c>1.5</c> or <c>1Gi</c>, in the form the user wrote.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"/></remarks>
public readonly record struct Quantity(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text ?? "0";
}
