using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Kite.Api.Cel;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Standard;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Benchmarks.Cel;

/// <summary>Compiling and evaluating what policies usually ask, over a Deployment held as JSON.</summary>
[MemoryDiagnoser]
public class CelBenchmarks
{
    private const string Deployment = """
        {"metadata":{"name":"web","namespace":"default","labels":{"app":"web","tier":"front"}},"spec":{"replicas":3,"template":{"spec":{"containers":[
        {"name":"a","image":"registry.example.com/a:1","securityContext":{"privileged":false}},{"name":"b","image":"registry.example.com/b:1"},
        {"name":"c","image":"registry.example.com/c:1","securityContext":{"privileged":false}}]}}}}
        """;

    private const string Loop = "object.spec.template.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)";

    private readonly CelEnvironment environment = new(new CelEnvironmentOptions
    {
        Functions = new CelFunctionRegistry([StandardLibrary.Instance, StandardLibrary.OptionalTypes]),
        Variables = [new CelVariable("object", CelType.Dyn)],
    });

    private readonly JsonNode node = JsonNode.Parse(Deployment)!;
    private CelProgram comparison = null!;
    private CelProgram loop = null!;
    private CelProgram pattern = null!;

    /// <summary>Compiles what is evaluated.</summary>
    [GlobalSetup]
    public void Setup()
    {
        comparison = environment.Compile("object.spec.replicas <= 5").Program!;
        loop = environment.Compile(Loop).Program!;
        pattern = environment.Compile("object.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')").Program!;
    }

    /// <summary>One comparison of a field.</summary>
    [Benchmark]
    public bool Comparison() => Evaluate(comparison);

    /// <summary>A loop over three containers.</summary>
    [Benchmark]
    public bool ContainerLoop() => Evaluate(loop);

    /// <summary>A regular expression.</summary>
    [Benchmark]
    public bool Pattern() => Evaluate(pattern);

    /// <summary>Parsing, checking and planning the loop.</summary>
    [Benchmark]
    public object Compile() => environment.Compile(Loop);

    private bool Evaluate(CelProgram program) =>
        program.Evaluate(new CelActivation().With("object", CelJson.Adapt(node)), 1_000_000, CancellationToken.None).Value.IsTrue;
}
