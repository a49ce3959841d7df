using Kite.Agent.Kubelet.Sources;

namespace Kite.Agent.Volumes;

/// <summary>What is kept in memory for the volumes of pods: the objects that they follow, and tokens.</summary>
internal sealed record PodSecrets(FollowedObjects Objects, ServiceAccountTokens Tokens)
{
    /// <summary>Forgets all that was kept for a pod.</summary>
    public void Forget(string uid)
    {
        Objects.Forget(uid);
        Tokens.Forget(uid);
    }
}
