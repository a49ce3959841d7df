using Kite.Agent.Kubelet;
using Kite.Agent.Network;
using Kite.Agent.Runtime;

namespace Kite.IntegrationTests.Agent.Engines;

/// <summary>A container engine for tests: the promises of <see cref="IContainerRuntime"/> are tested on every one of them.</summary>
internal abstract class TestEngine : IAsyncDisposable
{
    /// <summary>The image of the tests: busybox.</summary>
    public const string Image = "kite-kubelet-test/busybox:1";

    /// <summary>The scheme of its containers' ids.</summary>
    public abstract string Scheme { get; }

    /// <summary>The network that pods join.</summary>
    public abstract PodNetworkAttachment Network { get; }

    /// <summary>Where containers' logs lie below; null where that is the engine's own business.</summary>
    public virtual string? LogDirectory => null;

    /// <summary>Makes it ready, with the image of the tests in it.</summary>
    public abstract Task StartAsync();

    /// <summary>The runtime under test, for a node.</summary>
    public abstract IContainerRuntime Open(string nodeName);

    /// <summary>A kubelet's options, pointing here.</summary>
    public abstract KubeletOptions Configure(KubeletOptions options);

    /// <summary>The ids of a node's sandboxes and containers, in any state, told by the engine's own client.</summary>
    public abstract Task<IReadOnlyList<string>> ContainersAsync(string nodeName);

    /// <summary>Gives an image one more name, behind everybody's back.</summary>
    public abstract Task TagAsync(string image, string name);

    /// <summary>Takes a name from an image.</summary>
    public abstract Task UntagAsync(string name);

    /// <summary>Removes all that was made for a node.</summary>
    public abstract Task RemoveAllAsync(string nodeName);

    /// <summary>Ends what was started.</summary>
    public abstract ValueTask DisposeAsync();
}
