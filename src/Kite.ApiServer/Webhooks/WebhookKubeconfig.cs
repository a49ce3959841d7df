using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Webhooks;

/// <summary>Reads the kubeconfig that says where the token-review or authorization webhook is: its current context, or the first cluster and user where none is current.</summary>
public static class WebhookKubeconfig
{
    /// <summary>Reads a file. Files that it names are read beside it.</summary>
    /// <exception cref="IOException">It, or a file it names, can't be read.</exception>
    /// <exception cref="Api.Errors.ApiStatusException">It isn't YAML.</exception>
    /// <exception cref="WebhookCallException">It doesn't name a server.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The client certificate or its key isn't one.</exception>
    public static WebhookAddress Read(string path)
    {
        var root = YamlCodec.Parse(File.ReadAllBytes(path)) as JsonObject;
        var context = Named(root, "contexts", root.Text("current-context"), "context");
        var cluster = Named(root, "clusters", context.Text("cluster"), "cluster");
        var user = Named(root, "users", context.Text("user"), "user");
        if (!Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var server)) throw new WebhookCallException($"{path}: the cluster has no server");
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var certificate = Data(user, "client-certificate", directory);
        var token = user.Text("token") is { Length: > 0 } text ? text : user.Text("tokenFile") is { Length: > 0 } file ? File.ReadAllText(Path.Combine(directory, file)).Trim() : "";
        return new()
        {
            Url = server,
            Authorities = Data(cluster, "certificate-authority", directory),
            IsInsecure = cluster.IsSet("insecure-skip-tls-verify"),
            ServerName = cluster.Text("tls-server-name"),
            Client = certificate.Length > 0 ? X509Certificate2.CreateFromPem(certificate, Data(user, "client-key", directory)) : null,
            Authorization = token.Length > 0 ? $"Bearer {token}" : Basic(user),
        };
    }

    private static JsonObject? Named(JsonObject? root, string list, string name, string field) =>
        root.Objects(list).FirstOrDefault(entry => name.Length == 0 || entry.Text("name") == name).Object(field);

    private static string Data(JsonObject? from, string field, string directory)
    {
        if (from.Text(field + "-data") is { Length: > 0 } data) return Encoding.ASCII.GetString(Convert.FromBase64String(data));
        return from.Text(field) is { Length: > 0 } file ? File.ReadAllText(Path.Combine(directory, file)) : "";
    }

    private static string Basic(JsonObject? user) =>
        user.Text("username") is { Length: > 0 } name ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}")) : "";
}
