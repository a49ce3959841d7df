using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Kite.EndToEndTests.Running;

/// <summary>kubectl as a user runs it, in one namespace.</summary>
internal sealed class Kubectl(string kubeconfig, string inNamespace, string program = "kubectl")
{
    private Dictionary<string, string?> Variables => new()
    {
        ["KUBECONFIG"] = kubeconfig,
        // Discovery is cached below the home directory: beside the kubeconfig it goes with the cluster.
        ["HOME"] = Path.GetDirectoryName(kubeconfig),
        ["KUBE_EDITOR"] = Environment.GetEnvironmentVariable("KUBE_EDITOR"),
    };

    /// <summary>The namespace.</summary>
    public string Namespace => inNamespace;

    /// <summary>Runs it and returns its output; the test fails where it fails.</summary>
    public async Task<string> RunAsync(params string[] arguments) => (await TryAsync(arguments)).Succeeded();

    /// <summary>Runs it.</summary>
    public Task<CommandResult> TryAsync(params string[] arguments) => TryWithInputAsync(null, arguments);

    /// <summary>Runs it with something on its input.</summary>
    public Task<CommandResult> TryWithInputAsync(string? input, params string[] arguments) =>
        Command.RunAsync(program, ["--namespace", inNamespace, .. arguments], Variables, input, TimeSpan.FromMinutes(2));

    /// <summary>Runs it with other variables, such as <c>KUBE_EDITOR</c>.</summary>
    public Task<CommandResult> TryWithVariableAsync(string name, string value, params string[] arguments) =>
        Command.RunAsync(program, ["--namespace", inNamespace, .. arguments], new Dictionary<string, string?>(Variables) { [name] = value });

    /// <summary>Starts it, all streams redirected: for commands that follow something.</summary>
    public Process Start(params string[] arguments) => Command.Start(program, ["--namespace", inNamespace, .. arguments], Variables);

    /// <summary>Applies manifests.</summary>
    public async Task<string> ApplyAsync(string yaml) => (await TryWithInputAsync(yaml, "apply", "-f", "-")).Succeeded();

    /// <summary>An object or a list as JSON.</summary>
    public async Task<JsonNode> GetAsync(params string[] arguments) => JsonNode.Parse(await RunAsync(["get", "-o", "json", .. arguments]))!;

    /// <summary>What a JSON path finds, "" where the object isn't there.</summary>
    public async Task<string> PathAsync(string path, params string[] arguments)
    {
        var result = await TryAsync(["get", "--ignore-not-found", "-o", $"jsonpath={path}", .. arguments]);
        return result.Succeeded();
    }

    /// <summary>Waits until a JSON path finds what is expected.</summary>
    public Task<string> EventuallyAsync(string path, NUnit.Framework.Constraints.IResolveConstraint expected, params string[] arguments) =>
        Eventually.That(() => PathAsync(path, arguments), expected);

    /// <summary>Waits for a rollout.</summary>
    public Task<string> RolledOutAsync(string resource) => RunAsync("rollout", "status", resource, "--timeout=90s");

    /// <summary>Waits until a pod is ready.</summary>
    public Task<string> ReadyAsync(string pod) => RunAsync("wait", "--for=condition=Ready", $"pod/{pod}", "--timeout=90s");

    /// <summary>Waits until a pod ended and returns how: <c>Succeeded</c> or <c>Failed</c>.</summary>
    public Task<string> EndedAsync(string pod) => EventuallyAsync("{.status.phase}", Is.AnyOf("Succeeded", "Failed"), "pod", pod);
}
