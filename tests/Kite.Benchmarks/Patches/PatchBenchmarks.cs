using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Kite.Api.Apply;
using Kite.Api.Codecs;
using Kite.Api.Patches;
using Kite.Api.Schema;

namespace Kite.Benchmarks.Patches;

/// <summary>The paths a write takes through patches and managedFields, on a pod of 3 KB.</summary>
[MemoryDiagnoser]
public class PatchBenchmarks
{
    private const string Container = """
            {"name":"cINDEX","image":"registry.example.com/team/application-INDEX:1.27.3","args":["--verbose","--port=808INDEX"],"imagePullPolicy":"IfNotPresent",
            "ports":[{"name":"http","containerPort":808INDEX,"protocol":"TCP"},{"name":"metrics","containerPort":909INDEX,"protocol":"TCP"}],
            "env":[{"name":"A","value":"1"},{"name":"B","value":"2"},{"name":"POD","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}],
            "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"64Mi"}},
            "volumeMounts":[{"name":"data","mountPath":"/data"},{"name":"config","mountPath":"/etc/app","readOnly":true}],
            "livenessProbe":{"httpGet":{"path":"/healthz","port":"http","scheme":"HTTP"},"periodSeconds":10,"timeoutSeconds":1,"successThreshold":1,"failureThreshold":3},
            "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}
            """;

    private const string Template = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-5f9c7d8b6-x2x4z","namespace":"default","labels":{"app":"web","pod-template-hash":"5f9c7d8b6"}},
            "spec":{"containers":[CONTAINERS],"volumes":[{"name":"data","emptyDir":{}},{"name":"config","configMap":{"name":"web","defaultMode":420}}],
            "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","securityContext":{},"schedulerName":"default-scheduler",
            "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]}}
            """;

    private static readonly byte[] Strategic = """{"spec":{"containers":[{"name":"c1","image":"nginx:2"}]},"metadata":{"labels":{"x":"y"}}}"""u8.ToArray();
    private static readonly byte[] Merge = """{"metadata":{"labels":{"x":"y"}},"spec":{"nodeName":"n1"}}"""u8.ToArray();

    private readonly SchemaTable schema = EmbeddedSchema.ReadTypes();
    private PatchApplier patches = null!;
    private FieldManagement fields = null!;
    private FieldOperation operation = null!;
    private SchemaType type = null!;
    private byte[] bytes = null!;
    private JsonObject live = null!;
    private JsonObject config = null!;

    [GlobalSetup]
    public void Setup()
    {
        type = schema.Type("core/v1.Pod")!;
        patches = new PatchApplier(schema);
        fields = new FieldManagement(schema);
        operation = new FieldOperation { Type = type, ApiVersion = "v1", Manager = "kubectl", HasStatusSubresource = true, Now = DateTimeOffset.UnixEpoch };
        config = JsonCodec.ParseObject(Encoding.UTF8.GetBytes(Pod()));
        live = fields.Apply(null, config, operation, force: false);
        bytes = JsonCodec.ToUtf8(live);
    }

    [Benchmark]
    public JsonObject Parse() => JsonCodec.ParseObject(bytes);

    [Benchmark]
    public byte[] Write() => JsonCodec.ToUtf8(live);

    [Benchmark]
    public JsonObject Clone() => (JsonObject)live.DeepClone();

    [Benchmark]
    public JsonObject CloneAndStrategicMerge() => patches.Apply(PatchTypes.Strategic, Strategic, Clone(), type);

    [Benchmark]
    public JsonObject CloneAndMergePatch() => patches.Apply(PatchTypes.Merge, Merge, Clone(), type);

    [Benchmark]
    public JsonObject ManagedFieldsOfCreate()
    {
        config["metadata"]!.AsObject().Remove("managedFields");
        fields.AfterUpdate(null, config, operation);
        return config;
    }

    [Benchmark]
    public JsonObject CloneAndManagedFieldsOfUpdate()
    {
        var updated = Clone();
        updated["metadata"]!["labels"]!["changed"] = "x";
        fields.AfterUpdate(live, updated, operation);
        return updated;
    }

    [Benchmark]
    public JsonObject ServerSideApply()
    {
        config["metadata"]!.AsObject().Remove("managedFields");
        return fields.Apply(live, config, operation, force: false);
    }

    private static string Pod()
    {
        var containers = Enumerable.Range(0, 3).Select(i => Container.Replace("INDEX", i.ToString(), StringComparison.Ordinal));
        return Template.Replace("CONTAINERS", string.Join(',', containers), StringComparison.Ordinal);
    }
}
