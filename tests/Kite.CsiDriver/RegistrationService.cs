using Grpc.Core;
using Kite.Agent.Kubelet.PluginRegistration.Protocol;

namespace Kite.CsiDriver;

/// <summary>Says who the driver is.</summary>
internal sealed class RegistrationService(TestDriver driver) : Registration.RegistrationBase
{
    public override Task<PluginInfo> GetInfo(InfoRequest request, ServerCallContext context)
    {
        var info = new PluginInfo { Type = "CSIPlugin", Name = driver.Options.Name, Endpoint = driver.Options.Endpoint };
        info.SupportedVersions.AddRange(driver.Options.Versions);
        return Task.FromResult(info);
    }

    public override Task<RegistrationStatusResponse> NotifyRegistrationStatus(RegistrationStatus request, ServerCallContext context)
    {
        driver.Registration = (request.PluginRegistered, request.Error);
        return Task.FromResult(new RegistrationStatusResponse());
    }
}
