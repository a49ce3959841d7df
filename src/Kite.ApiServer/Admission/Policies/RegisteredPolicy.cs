using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>A policy, compiled once per change.</summary>
/// <typeparam name="T">The sort of policy.</typeparam>
internal sealed class RegisteredPolicy<T>
{
    /// <summary>Reads and compiles a policy.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The object's version.</param>
    /// <param name="policy">The object.</param>
    /// <param name="compile">Compiles a spec.</param>
    public RegisteredPolicy(string name, long version, JsonObject policy, Func<JsonObject, T> compile)
    {
        var spec = policy.Object("spec") ?? [];
        Name = name;
        Version = version;
        Match = new PolicyMatch(spec.Object("matchConstraints") ?? []);
        Compiled = compile(spec);
        if (spec.Object("paramKind") is not { } kind) return;
        var apiVersion = kind.Text("apiVersion").Split('/');
        ParamKind = new GroupVersionKind(apiVersion.Length == 2 ? apiVersion[0] : "", apiVersion[^1], kind.Text("kind"));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The object's version.</summary>
    public long Version { get; }

    /// <summary>What it is about.</summary>
    public PolicyMatch Match { get; }

    /// <summary>The kind of its parameters; null where it has none.</summary>
    public GroupVersionKind? ParamKind { get; }

    /// <summary>Its expressions.</summary>
    public T Compiled { get; }
}
