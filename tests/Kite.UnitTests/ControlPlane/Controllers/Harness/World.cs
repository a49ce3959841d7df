using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Testing.Client;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

/// <summary>A fake API and controllers that run step by step, without threads and clocks of their own.</summary>
internal sealed class World
{
    private readonly List<(IController Controller, KeySet Queue)> controllers = [];

    public World() => Informers = new SteppedInformers(Client);

    public FakeApiClient Client { get; } = new();

    public JumpingTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z"));

    public RecordedEvents Events { get; } = new();

    public SteppedInformers Informers { get; }

    public T With<T>(T controller)
        where T : IController
    {
        var queue = new KeySet();
        controller.Register(Informers, queue);
        controllers.Add((controller, queue));
        return controller;
    }

    public Task<T> Create<T>(T value)
        where T : class, IApiObject<T> => Client.Resource<T>().CreateAsync(value, CancellationToken.None);

    public Task<T> Get<T>(string @namespace, string name)
        where T : class, IApiObject<T> => Client.Resource<T>().GetAsync(@namespace, name, CancellationToken.None);

    public Task<T?> Find<T>(string @namespace, string name)
        where T : class, IApiObject<T> => Client.Resource<T>().FindAsync(@namespace, name, CancellationToken.None);

    public async Task<IReadOnlyList<T>> All<T>()
        where T : class, IApiObject<T> => (await Client.Resource<T>().ListAsync(null, ListQuery.All, CancellationToken.None)).Items;

    public Task Update<T>(T value, string? subresource = null)
        where T : class, IApiObject<T> => Client.Resource<T>().UpdateAsync(value, CancellationToken.None, subresource);

    public Task Delete<T>(T value)
        where T : class, IApiObject<T> => Client.Resource<T>().DeleteAsync(value.Metadata.Namespace, value.Metadata.Name, null, CancellationToken.None);

    /// <summary>One round: every controller sees the present and works its queue off once.</summary>
    /// <returns>False where there was nothing to do.</returns>
    public async Task<bool> Step()
    {
        Informers.Step();
        var worked = false;
        foreach (var (controller, queue) in controllers)
        {
            foreach (var key in queue.TakeAll())
            {
                worked = true;
                await Reconcile(controller, queue, key);
            }
        }
        return worked;
    }

    /// <summary>Rounds until nothing is left to do.</summary>
    public async Task Settle()
    {
        for (var i = 0; i < 200; i++)
            if (!await Step()) return;
        Assert.Fail("the controllers never come to rest");
    }

    private static async Task Reconcile(IController controller, KeySet queue, ObjectKey key)
    {
        try
        {
            await controller.ReconcileAsync(key, CancellationToken.None);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.Conflict)
        {
            queue.Retry(key);
        }
    }
}
