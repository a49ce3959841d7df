using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Admission;

/// <summary>Asks every admission of the node, one pod at a time, and remembers who has a place.</summary>
internal sealed class PodAdmissions(IEnumerable<IPodAdmission> admissions) : IDisposable
{
    private readonly IPodAdmission[] admissions = admissions.ToArray();
    private readonly Dictionary<string, Func<Pod>> places = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Null where the pod may run; it then has its place until <see cref="Leave"/>.</summary>
    /// <param name="pod">The pod as it is now, for as long as it has its place.</param>
    /// <param name="isRunning">True where it has run here before Kite was started.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PodRejection?> AdmitAsync(Func<Pod> pod, bool isRunning, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var asking = pod();
            var others = Others(asking.Metadata.Uid);
            foreach (var admission in admissions)
                if (await admission.AdmitAsync(new PodAdmissionRequest(asking, others, isRunning), cancellationToken) is { } rejection) return rejection;
            Enter(pod);
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does something that changes what pods have, while nobody asks for a place.</summary>
    public async Task InTurnAsync(Action action, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            action();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Keeps the place of a pod that has run here before, until it is its turn to be asked.</summary>
    public void Enter(Func<Pod> pod)
    {
        lock (places) places[pod().Metadata.Uid] = pod;
    }

    /// <summary>Gives a pod's place away.</summary>
    public void Leave(string uid)
    {
        lock (places) places.Remove(uid);
    }

    /// <summary>The pods that have their place, without the one given, and without those that have ended.</summary>
    public IReadOnlyCollection<Pod> Others(string uid)
    {
        lock (places) return places.Where(place => place.Key != uid).Select(place => place.Value()).Where(pod => !PodRules.IsFinished(pod)).ToArray();
    }

    public void Dispose() => turn.Dispose();
}
