using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.IntegrationTests.ApiServer.Aggregation;

/// <summary>An API server of somebody else's, as its author would write one: it knows this cluster's front proxy by certificate, and believes what that says of the user.</summary>
internal sealed class ExtensionServer : IAsyncDisposable
{
    private readonly string group;
    private readonly X509Certificate2 frontProxyAuthority;
    private HttpsServer server = null!;

    private ExtensionServer(string group, X509Certificate2 frontProxyAuthority)
    {
        this.group = group;
        this.frontProxyAuthority = frontProxyAuthority;
    }

    /// <summary>An address of this machine that endpoints may have.</summary>
    public static IPAddress Address { get; } = NetworkInterface.GetAllNetworkInterfaces()
        // A node has its cluster's DNS address on the loopback interface, as long as it runs.
        .Where(network => network.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(found => found.Address)
        .FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork) ?? IPAddress.None;

    public string CaBundle => server.CaBundle;

    public int Port => server.Port;

    /// <summary>True to answer everything with a failure.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Every request that a front proxy passed on: method, path and query, and the headers.</summary>
    public ConcurrentQueue<(string Target, IHeaderDictionary Headers)> Requests { get; } = new();

    public static async Task<ExtensionServer> StartAsync(string group, string serviceName, string serviceNamespace, X509Certificate2 frontProxyAuthority)
    {
        var extension = new ExtensionServer(group, frontProxyAuthority);
        extension.server = await HttpsServer.StartAsync(IPAddress.Any, extension.AnswerAsync, $"{serviceName}.{serviceNamespace}.svc");
        return extension;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        if (!IsFrontProxy(context.Connection.ClientCertificate))
        {
            context.Response.StatusCode = 401;
            return;
        }
        Requests.Enqueue((target, new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase))));
        if (IsBroken)
        {
            context.Response.StatusCode = 500;
            return;
        }
        if (context.Request.Headers.Upgrade == "SPDY/3.1")
        {
            await EchoAsync(context);
            return;
        }
        context.Response.ContentType = "application/json";
        if (Document(context.Request.Path) is { } document) await context.Response.WriteAsync(document);
        else context.Response.StatusCode = 404;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var upgrade = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpUpgradeFeature>()!;
        context.Response.Headers.Upgrade = "SPDY/3.1";
        await using var stream = await upgrade.UpgradeAsync();
        var buffer = new byte[64];
        while (await stream.ReadAsync(buffer) is var read and > 0) await stream.WriteAsync(buffer.AsMemory(0, read));
    }

    private string? Document(string path) => path switch
    {
        _ when path == $"/apis/{group}/v1alpha1" =>
            $$"""{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"{{group}}/v1alpha1","resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["create","get","list"]}]}""",
        _ when path.StartsWith($"/apis/{group}/v1alpha1/namespaces/", StringComparison.Ordinal) && path.EndsWith("/flunders/one", StringComparison.Ordinal) =>
            $$"""{"kind":"Flunder","apiVersion":"{{group}}/v1alpha1","metadata":{"name":"one"} }""",
        "/apis/metrics.k8s.io/v1beta1" => """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"metrics.k8s.io/v1beta1","resources":[{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]}]}""",
        "/openapi/v3" => $$$"""{"paths":{"apis/{{{group}}}/v1alpha1":{"serverRelativeURL":"/openapi/v3/apis/{{{group}}}/v1alpha1?hash=ABC"} } }""",
        _ when path == $"/openapi/v3/apis/{group}/v1alpha1" => """{"openapi":"3.0.0","info":{"title":"theirs"},"paths":{}}""",
        "/openapi/v2" =>
            $$$"""
            {"swagger":"2.0","info":{"title":"theirs"},"paths":{
              "/apis/{{{group}}}/v1alpha1/flunders":{"get":{"operationId":"listFlunders","responses":{"200":{"schema":{"$ref":"#/definitions/theirs.Flunder"} } } } },
              "/apis/other/v1/x":{"get":{"operationId":"other"} } },
             "definitions":{
              "theirs.Flunder":{"type":"object","properties":{"metadata":{"$ref":"#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},"part":{"$ref":"#/definitions/theirs.Part"} } },
              "theirs.Part":{"type":"object"},"theirs.Unused":{"type":"object"},
              "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta":{"type":"string"} } }
            """,
        _ => null,
    };

    private bool IsFrontProxy(X509Certificate2? certificate)
    {
        if (certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(frontProxyAuthority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.GetNameInfo(X509NameType.SimpleName, false) == "front-proxy-client";
    }
}
