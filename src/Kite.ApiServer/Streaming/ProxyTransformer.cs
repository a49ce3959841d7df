using Kite.Api.Errors;

namespace Kite.ApiServer.Streaming;

/// <summary>A proxied server's own words, in case it can't be reached.</summary>
internal sealed class ProxyTransformer(Uri target) : BackendTransformer(target)
{
    /// <inheritdoc/>
    public override StatusReason UnreachableReason => StatusReason.ServiceUnavailable;

    /// <inheritdoc/>
    public override string UnreachableText => "error trying to reach service";
}
