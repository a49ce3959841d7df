using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>What a pod uses of a resource that runs out, beside what it asked for.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Used">What it uses, in bytes, inodes or processes.</param>
/// <param name="Requested">What it asked for; 0 for resources that nobody can ask for.</param>
/// <param name="Containers">What its containers use and asked for, by name.</param>
internal sealed record PodConsumption(Pod Pod, long Used, long Requested, IReadOnlyDictionary<string, (long Used, long Requested)> Containers);
