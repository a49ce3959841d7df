using System.Diagnostics.CodeAnalysis;
using Kite.Api.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers;

/// <summary>Registers one controller.</summary>
internal static class ControllerRegistration
{
    /// <summary>Adds a controller that acts as service account <paramref name="identity"/> of <c>kube-system</c>; the default policy must have a role <c>system:controller:&lt;identity&gt;</c> for it.</summary>
    public static IServiceCollection AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IServiceCollection services, string identity)
        where T : class, IController => services.AddSingleton<IController>(provider => ActivatorUtilities.CreateInstance<T>(new ControllerIdentity(provider, identity)));
}
