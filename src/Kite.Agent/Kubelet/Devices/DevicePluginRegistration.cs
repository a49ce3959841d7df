using Grpc.Core;
using Kite.Agent.Kubelet.Devices.Plugins;
using RpcStatus = Grpc.Core.Status;

namespace Kite.Agent.Kubelet.Devices;

/// <summary>What device plugins call to make themselves known.</summary>
internal sealed class DevicePluginRegistration(DevicePlugins plugins) : Registration.RegistrationBase
{
    private const string Version = "v1beta1";

    public override Task<Empty> Register(RegisterRequest request, ServerCallContext context)
    {
        if (request.Version != Version) throw Refused($"requested API version \"{request.Version}\" is not supported by kubelet. Supported version is {Version}");
        if (!IsExtended(request.ResourceName)) throw Refused($"the ResourceName \"{request.ResourceName}\" is invalid");
        // The plugin's socket is beside the kubelet's, and nowhere else.
        if (request.Endpoint.Length == 0 || request.Endpoint.Contains('/')) throw Refused($"the endpoint \"{request.Endpoint}\" is invalid");
        plugins.Add(request.ResourceName, request.Endpoint, request.Options ?? new DevicePluginOptions());
        return Task.FromResult(new Empty());
    }

    /// <summary>True for names that belong to somebody else than Kubernetes.</summary>
    private static bool IsExtended(string name) => name.Split('/') is [{ Length: > 0 } domain, { Length: > 0 }]
        && domain != "kubernetes.io" && !domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal);

    private static RpcException Refused(string message) => new(new RpcStatus(StatusCode.InvalidArgument, message));
}
