using System.Text;
using Kite.ControlPlane.Scheduler.Framework;

namespace Kite.ControlPlane.Scheduler.Decisions;

/// <summary>Why the nodes were rejected.</summary>
internal sealed class Diagnosis
{
    private readonly List<Rejection> rejections = [];

    /// <summary>Why all nodes together were rejected, or null.</summary>
    internal Rejection? Overall { get; private set; }

    /// <summary>The changes that the plugins which rejected something wait for.</summary>
    internal ClusterEvents RetryOn { get; private set; }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        rejections.Clear();
        Overall = null;
        RetryOn = ClusterEvents.None;
    }

    /// <summary>Notes a rejected node.</summary>
    internal void Add(Rejection rejection, ClusterEvents retryOn)
    {
        rejections.Add(rejection);
        RetryOn |= retryOn;
    }

    /// <summary>Notes that no node can do.</summary>
    internal void SetOverall(Rejection rejection, ClusterEvents retryOn)
    {
        Overall = rejection;
        RetryOn |= retryOn;
    }

    /// <summary>The message of the pod's condition: each reason with the number of nodes it holds for, in the order of the text.</summary>
    internal string Describe(int nodeCount)
    {
        var text = new StringBuilder($"0/{nodeCount} nodes are available:");
        if (Overall is not null) return text.Append(' ').AppendJoin(", ", Overall.Reasons).Append('.').ToString();
        return Append(text, rejections.SelectMany(rejection => rejection.Reasons)).ToString();
    }

    /// <summary>Counts reasons into a message.</summary>
    internal static StringBuilder Append(StringBuilder text, IEnumerable<string> reasons)
    {
        var counted = reasons.CountBy(reason => reason, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}").Order(StringComparer.Ordinal).ToList();
        return counted.Count == 0 ? text : text.Append(' ').AppendJoin(", ", counted).Append('.');
    }
}
