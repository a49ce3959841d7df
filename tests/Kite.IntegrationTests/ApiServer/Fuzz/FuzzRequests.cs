using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.IntegrationTests.ApiServer.Fuzz;

/// <summary>Makes requests, from good to senseless, out of a seed.</summary>
internal sealed class FuzzRequests(Random random, Uri server, string @namespace)
{
    // What is stored of these changes how every other request is served, and may rightly make it fail.
    private static readonly string[] OnlyTried = ["admissionregistration.k8s.io", "apiregistration.k8s.io"];
    private static readonly ResourceDefinition[] Definitions = [.. ResourceCatalogue.Load().Resources];
    private static readonly string[] Methods = ["GET", "GET", "POST", "POST", "POST", "PUT", "PUT", "PATCH", "PATCH", "PATCH", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"];
    private static readonly string[] Options = ["limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector", "timeoutSeconds", "timeout", "sendInitialEvents", "allowWatchBookmarks", "dryRun", "fieldManager", "fieldValidation", "force", "pretty", "gracePeriodSeconds", "propagationPolicy", "orphanDependents", "container", "tailLines", "sinceTime", "command", "exclude"];
    private static readonly string[] PatchTypes = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
    private static readonly string[] BodyTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "text/plain", "application/json; charset=utf-16", "", "garbage", "application/apply-patch+cbor", "multipart/form-data"];
    private static readonly string[] Accepts = ["*/*", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/vnd.kubernetes.protobuf;stream=watch", "application/json;as=Table;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json", "application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io", "text/html;q=0.9,*/*;q=0.1", ";;;", ",", "application/json;q=NaN"];
    private static readonly string[] Headers = ["Impersonate-User", "Impersonate-Group", "Impersonate-Extra-a%2fb", "Impersonate-Uid", "Audit-Id", "If-None-Match", "Accept-Encoding", "Upgrade", "X-Forwarded-For", "Range", "Origin", "X-Stream-Protocol-Version", "Sec-WebSocket-Protocol", "Cookie"];
    private static readonly string[] Plain = ["/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/openapi/v2", "/openapi/v3", "/openapi/v3/apis/apps/v1", "/healthz", "/livez", "/readyz/", "/version", "/metrics", "/metrics/slis", "/.well-known/openid-configuration", "/openid/v1/jwks", "/logs", "/debug/api_priority_and_fairness/dump_queues", "/apis//v1/x", "//api/v1/pods", "/api/v1/namespaces//pods", "/api/v1/../../x", "/api/v1/pods/%2e%2e/%2f", "/apis/a/b/c/d/e/f/g/h"];

    /// <summary>The next request.</summary>
    public FuzzRequest Next()
    {
        if (random.Next(12) == 0) return new FuzzRequest(Finish(new HttpRequestMessage(MethodOf("GET"), Uri(Plain[random.Next(Plain.Length)] + Query(null)))), null);
        if (random.Next(15) == 0) return Hostile();
        var definition = Definitions[random.Next(Definitions.Length)];
        var method = Methods[random.Next(Methods.Length)];
        var name = NameOf(definition);
        var isCollection = method is "POST" || (random.Next(3) == 0 && method is "GET" or "DELETE");
        // Collections are deleted where nobody else misses them.
        if (isCollection && method == "DELETE" && !definition.Resource.IsNamespaced) isCollection = false;
        var path = PathOf(definition);
        if (!isCollection) path += $"/{System.Uri.EscapeDataString(name)}";
        if (random.Next(5) == 0 && definition.Subresources.Count > 0) path += "/" + (random.Next(6) == 0 ? System.Uri.EscapeDataString(HostileValues.Text(random)) : definition.Subresources[random.Next(definition.Subresources.Count)].Name);
        if (method == "POST" && path.EndsWith($"/{definition.Resource.Plural}", StringComparison.Ordinal) is false && random.Next(2) == 0) path = PathOf(definition);
        var query = Query(OnlyTried.Contains(definition.Resource.Group) ? "dryRun=All" : null);
        var request = new HttpRequestMessage(new HttpMethod(method), Uri(path + query));
        if (method is "POST" or "PUT" or "PATCH" || random.Next(10) == 0) request.Content = BodyOf(definition, method, name);
        return new FuzzRequest(Finish(request), query.Contains("dryRun", StringComparison.Ordinal) ? null : definition);
    }

    private FuzzRequest Hostile()
    {
        var (path, body) = HostileDefinitions.Next(random);
        return new FuzzRequest(new HttpRequestMessage(HttpMethod.Post, Uri(path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, null);
    }

    // Not resolved against the server's address: what begins with two slashes would name another one.
    private Uri Uri(string text) => new(server.GetLeftPart(UriPartial.Authority) + text);

    private HttpMethod MethodOf(string usual) => new(random.Next(5) == 0 ? Methods[random.Next(Methods.Length)] : usual);

    private string NameOf(ResourceDefinition definition) => random.Next(8) switch
    {
        0 => HostileValues.Text(random) is { Length: > 0 } text ? text : "x",
        1 => "default",
        _ => $"{(definition.Resource.IsNamespaced ? "f" : @namespace)}-{random.Next(3)}",
    };

    private string PathOf(ResourceDefinition definition) => random.Next(15) == 0
        ? definition.Resource.Path(random.Next(2) == 0 ? null : System.Uri.EscapeDataString(HostileValues.Text(random)))
        : definition.Resource.IsNamespaced ? definition.Resource.Path(@namespace) : definition.Resource.Path();

    private string Query(string? always)
    {
        var parts = new List<string>();
        if (always is not null) parts.Add(always);
        for (var i = random.Next(6) - 2; i > 0; i--)
        {
            var option = Options[random.Next(Options.Length)];
            if (always is not null && option == "dryRun") continue;
            parts.Add($"{option}={System.Uri.EscapeDataString(random.Next(3) == 0 ? random.Next(-1, 5).ToString() : HostileValues.Text(random))}");
        }
        if (random.Next(25) == 0) parts.Add("watch=1&timeoutSeconds=1");
        if (random.Next(40) == 0) parts.Add("%zz=%&=&&&;=");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private ByteArrayContent BodyOf(ResourceDefinition definition, string method, string name)
    {
        var (body, type) = method == "PATCH" ? PatchOf(definition, name) : (ObjectBytes(definition, name), "application/json");
        if (random.Next(12) == 0) type = (method == "PATCH" ? PatchTypes : BodyTypes)[random.Next(4)];
        if (random.Next(25) == 0) type = BodyTypes[random.Next(BodyTypes.Length)];
        if (type == "application/vnd.kubernetes.protobuf") body = [.. "k8s\0"u8, .. JsonMutator.Damage(body, random)];
        if (type == "application/yaml" && random.Next(3) == 0) body = Encoding.UTF8.GetBytes(HostileValues.Yaml(random));
        var encoding = random.Next(20) switch
        {
            0 => "gzip",
            1 => "identity",
            2 => "br",
            _ => "",
        };
        if (encoding == "gzip" && random.Next(3) > 0) body = Gzip(random.Next(20) == 0 ? new byte[64 * 1024 * 1024] : body);
        var content = new ByteArrayContent(body);
        if (type.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding.Length > 0) content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private byte[] ObjectBytes(ResourceDefinition definition, string name)
    {
        var value = ObjectOf(definition, name);
        return random.Next(6) switch
        {
            0 => Encoding.UTF8.GetBytes(value.ToJsonString()),
            1 => Encoding.UTF8.GetBytes(HostileValues.Json(random)),
            _ => JsonMutator.Mutate(value, random),
        };
    }

    private JsonObject ObjectOf(ResourceDefinition definition, string name)
    {
        var fields = MinimalObjects.FieldsIn(@namespace, definition.Type.Name);
        var value = JsonNode.Parse($$"""{"apiVersion":"{{definition.Resource.ApiVersion}}","kind":"{{definition.Resource.Kind}}","metadata":{"name":"x","labels":{"a":"b"} }{{fields}} }""")!.AsObject();
        value["metadata"]!["name"] = name;
        return value;
    }

    private (byte[] Body, string Type) PatchOf(ResourceDefinition definition, string name)
    {
        var type = PatchTypes[random.Next(PatchTypes.Length)];
        if (type == "application/json-patch+json") return (Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Operation()))}]"), type);
        if (random.Next(6) == 0) return (Encoding.UTF8.GetBytes(type == "application/apply-patch+yaml" ? HostileValues.Yaml(random) : HostileValues.Json(random)), type);
        var value = ObjectOf(definition, name);
        if (random.Next(3) == 0) value["$patch"] = HostileValues.Text(random);
        if (random.Next(4) == 0) value["metadata"]!["$deleteFromPrimitiveList/finalizers"] = new JsonArray("x");
        if (random.Next(4) == 0) value["metadata"]!["$setElementOrder/ownerReferences"] = new JsonArray(new JsonObject { ["uid"] = "x" });
        return (JsonMutator.Mutate(value, random), type);
    }

    private string Operation()
    {
        string[] operations = ["add", "remove", "replace", "move", "copy", "test", "frobnicate"];
        string[] pointers = ["", "/", "/metadata", "/metadata/labels/a", "/metadata/name", "/spec", "/spec/containers/0", "/spec/containers/-", "/spec/containers/99999999999", "/metadata/labels/~1", "/metadata/labels/~2", "no-slash", "/metadata/labels/a/b/c"];
        return $$"""{"op":"{{operations[random.Next(operations.Length)]}}","path":"{{pointers[random.Next(pointers.Length)]}}","from":"{{pointers[random.Next(pointers.Length)]}}","value":{{HostileValues.Json(random)}}}""";
    }

    private HttpRequestMessage Finish(HttpRequestMessage request)
    {
        if (random.Next(3) == 0) request.Headers.TryAddWithoutValidation("Accept", Accepts[random.Next(Accepts.Length)]);
        for (var i = random.Next(8) - 5; i > 0; i--)
        {
            var value = new string([.. HostileValues.Text(random).Where(character => character is >= ' ' and < (char)127)]);
            request.Headers.TryAddWithoutValidation(Headers[random.Next(Headers.Length)], value);
        }
        return request;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(body);
        return output.ToArray();
    }
}
