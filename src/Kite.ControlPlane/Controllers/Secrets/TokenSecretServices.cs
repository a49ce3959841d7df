using Kite.Api.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers.Secrets;

/// <summary>Registers the filling of token Secrets.</summary>
public static class TokenSecretServices
{
    /// <summary>Adds the controller that fills Secrets with the tokens of service accounts.</summary>
    /// <remarks>As upstream it acts as <c>system:kube-controller-manager</c>, with the part's own client: no role of a controller may write Secrets.</remarks>
    public static IServiceCollection AddTokenSecrets(this IServiceCollection services, IServiceAccountTokens tokens) => services
        .AddSingleton(tokens)
        .AddSingleton<IController, TokenSecretController>();
}
