using Kite.Api.Meta;

namespace Kite.Api.Client;

/// <summary>A control loop: brings the world one step closer to what one object asks for. Level-triggered and idempotent.</summary>
public interface IController
{
    /// <summary>The name in logs, metrics and events, such as <c>deployment</c>.</summary>
    string Name { get; }

    /// <summary>The resources it reads, <c>plural.group</c>.</summary>
    IReadOnlyList<string> Watches { get; }

    /// <summary>The resources and subresources it writes, <c>plural.group</c> or <c>plural.group/status</c>.</summary>
    IReadOnlyList<string> Writes { get; }

    /// <summary>Hooks informers up to the queue; called once before anything runs.</summary>
    void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue);

    /// <summary>Reconciles one object; a thrown exception means try again later with back-off.</summary>
    /// <returns>After how long to look again without a change, or null for not at all.</returns>
    Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
