using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Resources;
using Kite.Agent.Kubelet.Status;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Pods.Preemption;

/// <summary>Chooses the pods that have to go for another one to fit: of the lowest class first, and no more of them than need be.</summary>
internal static class PreemptionChoice
{
    private static readonly string[] Classes = [QualityOfService.BestEffort, QualityOfService.Burstable, QualityOfService.Guaranteed];

    /// <summary>The pods to end; null where all of them together don't give back enough.</summary>
    /// <param name="candidates">The pods that may go.</param>
    /// <param name="missing">What is to be given back.</param>
    public static IReadOnlyList<Pod>? Of(IEnumerable<Pod> candidates, IEnumerable<MissingResource> missing)
    {
        var wanted = missing.ToDictionary(resource => resource.Resource, resource => resource.Shortage);
        var all = candidates.Select(pod => new Candidate(pod, QualityOfService.Of(pod), Given(pod))).ToArray();
        if (Left(wanted, all).Count > 0) return null;
        var chosen = new List<Candidate>();
        // A pod of a better class goes only for what is missing once all those below it are gone, then as few of those as that leaves needed.
        foreach (var level in Classes.Reverse())
        {
            var below = all.Where(candidate => Array.IndexOf(Classes, candidate.Class) < Array.IndexOf(Classes, level));
            chosen.AddRange(Nearest(all.Where(candidate => candidate.Class == level).ToList(), Left(wanted, below.Concat(chosen))));
        }
        return [.. chosen.AsEnumerable().Reverse().Select(candidate => candidate.Pod)];
    }

    private static Dictionary<string, long> Given(Pod pod)
    {
        var given = PodAmounts.Taken(pod);
        given["pods"] = 1;
        return given;
    }

    private static Dictionary<string, long> Left(Dictionary<string, long> wanted, IEnumerable<Candidate> ended)
    {
        var left = new Dictionary<string, long>(wanted);
        foreach (var candidate in ended)
            foreach (var name in wanted.Keys) left[name] -= candidate.Given.GetValueOrDefault(name);
        return left.Where(amount => amount.Value > 0).ToDictionary();
    }

    /// <summary>One after the other those that come nearest to what is left, the smaller ones of equals.</summary>
    private static IEnumerable<Candidate> Nearest(List<Candidate> candidates, Dictionary<string, long> wanted)
    {
        while (wanted.Count > 0 && candidates.Count > 0)
        {
            var left = wanted;
            var best = candidates.OrderBy(candidate => Distance(candidate, left)).ThenBy(candidate => candidate.Given.GetValueOrDefault("memory")).ThenBy(candidate => candidate.Given.GetValueOrDefault("cpu")).First();
            candidates.Remove(best);
            wanted = Left(wanted, [best]);
            yield return best;
        }
    }

    /// <summary>How much of what is wanted a pod would leave to others, each resource by its share.</summary>
    private static double Distance(Candidate candidate, Dictionary<string, long> wanted) =>
        wanted.Sum(amount => Math.Pow(Math.Max(0, amount.Value - candidate.Given.GetValueOrDefault(amount.Key)) / (double)amount.Value, 2));

    private sealed record Candidate(Pod Pod, string Class, Dictionary<string, long> Given);
}
