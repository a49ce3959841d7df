using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Grpc;

/// <summary>Serves gRPC on a Unix socket that only root may connect to.</summary>
internal sealed class UnixSocketServer : IAsyncDisposable
{
    private readonly WebApplication host;

    private UnixSocketServer(WebApplication host) => this.host = host;

    /// <summary>Starts serving; a socket that another process left behind is replaced. The directory must be there.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="loggers">Where the server logs.</param>
    /// <param name="services">Adds the instances of the services as singletons: a service is one object for all calls.</param>
    /// <param name="map">Maps them, with <c>MapGrpcService</c>.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<UnixSocketServer> StartAsync(
        string path, ILoggerFactory loggers, Action<IServiceCollection> services, Action<IEndpointRouteBuilder> map, CancellationToken cancellationToken)
    {
        File.Delete(path);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        services(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var host = builder.Build();
        map(host);
        try
        {
            await host.StartAsync(cancellationToken);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        return new UnixSocketServer(host);
    }

    /// <summary>Ends the server and takes its socket away.</summary>
    public ValueTask DisposeAsync() => host.DisposeAsync();
}
