using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Audit;

namespace Kite.ApiServer;

/// <summary>How an API server is set up.</summary>
public sealed class ApiServerOptions
{
    /// <summary>The address to listen on; null for no socket at all, with the in-process handler alone.</summary>
    public IPEndPoint? Listen { get; set; } = new(IPAddress.Any, 6443);

    /// <summary>Picks the serving certificate for a connection by the name asked for (null where the client sent none); called for every handshake, so that certificates can be renewed.</summary>
    public Func<string?, X509Certificate2>? ServingCertificate { get; set; }

    /// <summary>The address under which clients and pods reach this server; it becomes the endpoint of the <c>kubernetes</c> Service. Null leaves that Service without endpoints.</summary>
    public IPAddress? AdvertiseAddress { get; set; }

    /// <summary>The port that goes with <see cref="AdvertiseAddress"/>; 0 for the port listened on.</summary>
    public int AdvertisePort { get; set; }

    /// <summary>The range that cluster IPs of Services come from, or one of each address family with a comma between, the default one first.</summary>
    public string ServiceCidr { get; set; } = "10.43.0.0/16";

    /// <summary>The ranges of <see cref="ServiceCidr"/>.</summary>
    public IReadOnlyList<string> ServiceCidrs => ServiceCidr.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The first port of the range for node ports.</summary>
    public int NodePortFirst { get; set; } = 30000;

    /// <summary>The last port of the range for node ports.</summary>
    public int NodePortLast { get; set; } = 32767;

    /// <summary>How long Events are kept.</summary>
    public TimeSpan EventTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a request other than a watch or a stream may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What is kept of requests.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>How many reading requests may be served at once. With <see cref="MaxMutatingRequestsInflight"/> it makes up the seats that priority levels share.</summary>
    public int MaxRequestsInflight { get; set; } = 400;

    /// <summary>How many writing requests may be served at once.</summary>
    public int MaxMutatingRequestsInflight { get; set; } = 200;

    /// <summary>How long the server goes on serving, unready, before it stops, so that those who send it requests notice.</summary>
    public TimeSpan ShutdownDelay { get; set; }

    /// <summary>The origins that browsers may send requests from, as regular expressions; none unless said otherwise.</summary>
    public IReadOnlyList<string> CorsAllowedOrigins { get; set; } = [];

    /// <summary>How many bytes a request's body may have.</summary>
    public int MaxBodyBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>The admission plugins that don't run, by name; see <see cref="Admission.AdmissionOrder"/>.</summary>
    public IReadOnlyCollection<string> DisabledAdmissionPlugins { get; set; } = [];
}
