using System.Text;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.SchedulingV1;
using Kite.ApiServer.Certificates;

namespace Kite.ApiServer.Bootstrap;

/// <summary>Brings in what every cluster has: system namespaces, default roles and bindings, system priorities, and what joining nodes read.</summary>
public sealed class ClusterBootstrap
{
    private static readonly string[] Namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    private readonly IApiClient client;
    private readonly ClusterCertificates certificates;
    private readonly Uri server;

    /// <summary>Needs a client that may do anything.</summary>
    /// <param name="client">The client.</param>
    /// <param name="certificates">The cluster's certificates.</param>
    /// <param name="server">The address under which other nodes reach the server.</param>
    public ClusterBootstrap(IApiClient client, ClusterCertificates certificates, Uri server)
    {
        this.client = client;
        this.certificates = certificates;
        this.server = server;
    }

    /// <summary>Creates what is missing; writes nothing where all is there. To be called at every start, once the API answers.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Namespaces) await EnsureAsync(new Namespace { Metadata = new() { Name = name } }, cancellationToken);
        await new PolicyReconciler(client, DefaultPolicy.Load()).ReconcileAsync(cancellationToken);
        await EnsureAsync(Priority("system-cluster-critical", 2000000000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."), cancellationToken);
        await EnsureAsync(Priority("system-node-critical", 2000001000, "Used for system critical pods that must not be moved from their current node."), cancellationToken);
        await EnsureClusterInfoAsync(cancellationToken);
    }

    private static PriorityClass Priority(string name, int value, string description) => new() { Metadata = new() { Name = name }, Value = value, Description = description };

    private async Task EnsureAsync<T>(T value, CancellationToken cancellationToken)
        where T : class, IApiObject<T>
    {
        var resource = client.Resource<T>();
        if (await resource.FindAsync(value.Metadata.Namespace, value.Metadata.Name, cancellationToken) is not null) return;
        try
        {
            await resource.CreateAsync(value, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
        {
            // Another server of the cluster was faster.
        }
    }

    private async Task EnsureClusterInfoAsync(CancellationToken cancellationToken)
    {
        var resource = client.Resource<ConfigMap>();
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificates.Issuer.CertificatePem));
        var kubeconfig = $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: ""
              cluster:
                certificate-authority-data: {authority}
                server: {server.GetLeftPart(UriPartial.Authority)}
            contexts: null
            current-context: ""
            preferences: {'{'}{'}'}
            users: null

            """;
        var wanted = new ConfigMap { Metadata = new() { Name = "cluster-info", Namespace = "kube-public" }, Data = new Dictionary<string, string> { ["kubeconfig"] = kubeconfig } };
        var found = await resource.FindAsync("kube-public", "cluster-info", cancellationToken);
        if (found is null) await EnsureAsync(wanted, cancellationToken);
        else if (found.Data.GetValueOrDefault("kubeconfig") != kubeconfig) await resource.UpdateAsync(found with { Data = new Dictionary<string, string>(found.Data) { ["kubeconfig"] = kubeconfig } }, cancellationToken);
    }
}
