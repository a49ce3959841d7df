using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.CsiDriver;

/// <summary>A storage driver for tests: a volume is a directory of the node, or a file behind a loop device, and is really mounted.</summary>
public sealed class TestDriver(DriverOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (StatusCode Code, string Detail)> failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> hanging = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private WebApplication? host;

    /// <summary>What it was started with.</summary>
    public DriverOptions Options => options;

    /// <summary>What the kubelet said about the registration, the last time; null until it did.</summary>
    public (bool IsRegistered, string Error)? Registration { get; internal set; }

    private string CallsFile => Path.Combine(options.DataDirectory, "calls");

    /// <summary>What it was called for, in order: the call's name, the volume, and what else came with it, as JSON.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate) return File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];
        }
    }

    /// <summary>Where a volume's files are.</summary>
    public string DirectoryOf(string volume) => Path.Combine(options.DataDirectory, "volumes", volume);

    /// <summary>Serves both sockets.</summary>
    public async Task StartAsync()
    {
        foreach (var socket in new[] { options.Endpoint, options.RegistrationSocket })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
            File.Delete(socket);
        }
        Directory.CreateDirectory(options.DataDirectory);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new NodeService(this)).AddSingleton(new RegistrationService(this));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(options.Endpoint, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenUnixSocket(options.RegistrationSocket, listen => listen.Protocols = HttpProtocols.Http2);
        });
        host = builder.Build();
        host.MapGrpcService<NodeService>();
        host.MapGrpcService<RegistrationService>();
        await host.StartAsync();
    }

    /// <summary>Lets a call fail from now on; <see cref="StatusCode.OK"/> lets it work again.</summary>
    public void Fail(string call, StatusCode code, string detail = "") => failures[call] = (code, detail);

    /// <summary>Lets a call get no answer until <see cref="GoOn"/>.</summary>
    public void Hang(string call) => hanging[call] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets a call that hangs get its answer.</summary>
    public void GoOn(string call)
    {
        if (hanging.TryRemove(call, out var gate)) gate.SetResult();
    }

    /// <summary>What is wrong with its volumes; empty where all is well.</summary>
    public string Trouble { get; set; } = "";

    /// <summary>Ends it, and takes its sockets away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (host is null) return;
        await host.DisposeAsync();
        host = null;
        File.Delete(options.RegistrationSocket);
        File.Delete(options.Endpoint);
    }

    internal async Task RecordAsync(string call, string volume, string details, CancellationToken cancellationToken)
    {
        lock (gate) File.AppendAllText(CallsFile, $"{call} {volume} {details}\n");
        if (hanging.TryGetValue(call, out var hung)) await hung.Task.WaitAsync(cancellationToken);
        if (failures.TryGetValue(call, out var failure) && failure.Code is not StatusCode.OK) throw new RpcException(new Status(failure.Code, failure.Detail));
    }
}
