using Kite.Api.Meta;

namespace Kite.Agent.Runtime;

/// <summary>Which pod: its UID tells it from an earlier one of the same name.</summary>
internal sealed record PodIdentity(string Namespace, string Name, string Uid)
{
    /// <summary>Its key in the API.</summary>
    public ObjectKey Key => new(Namespace, Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
