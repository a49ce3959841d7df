using System.Runtime.CompilerServices;

namespace Kite.Agent.Runtime.Cri.Events;

/// <summary>For runtimes without events: looks every second what has changed.</summary>
internal sealed class Relist(Func<CancellationToken, Task<IReadOnlyList<RuntimeContainerSummary>>> list, TimeProvider clock) : IEventSource
{
    private const int ImageRounds = 60;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<RuntimeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = await StatesAsync(cancellationToken);
        yield return new RuntimeEvent(RuntimeEventType.Subscribed, "");
        using var timer = new PeriodicTimer(Period, clock);
        for (var round = 1; await timer.WaitForNextTickAsync(cancellationToken); round++)
        {
            var states = await StatesAsync(cancellationToken);
            foreach (var id in known.Keys.Where(id => !states.ContainsKey(id))) yield return new RuntimeEvent(RuntimeEventType.ContainerRemoved, id);
            foreach (var (id, state) in states)
            {
                if (known.TryGetValue(id, out var before) && before == state) continue;
                if (state is ContainerRunState.Running) yield return new RuntimeEvent(RuntimeEventType.ContainerStarted, id);
                if (state is ContainerRunState.Exited) yield return new RuntimeEvent(RuntimeEventType.ContainerEnded, id);
            }
            known = states;
            if (round % ImageRounds == 0) yield return new RuntimeEvent(RuntimeEventType.ImagesChanged, "");
        }
    }

    private async Task<Dictionary<string, ContainerRunState>> StatesAsync(CancellationToken cancellationToken) =>
        (await list(cancellationToken)).ToDictionary(item => item.Id, item => item.State, StringComparer.Ordinal);
}
