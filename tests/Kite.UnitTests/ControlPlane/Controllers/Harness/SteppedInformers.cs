using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

/// <summary>Informers that see the world only when told to, so that tests decide how stale a controller's view is.</summary>
internal sealed class SteppedInformers(IApiClient client) : IInformerFactory
{
    private readonly Dictionary<string, ISteppedInformer> informers = [];

    /// <summary>Which resources were asked for.</summary>
    public HashSet<string> Resources { get; } = [];

    public IInformer<T> For<T>(string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiObject<T> => For<T>(T.Resource, fieldSelector, labelSelector);

    public IInformer<T> For<T>(ApiResource resource, string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiModel<T>, IApiObject
    {
        Resources.Add(resource.GroupResource);
        var key = $"{typeof(T)} {resource.GroupResource} {fieldSelector} {labelSelector}";
        if (!informers.TryGetValue(key, out var informer))
            informers[key] = informer = new SteppedInformer<T>(client.Resource<T>(resource), new ListQuery { FieldSelector = fieldSelector, LabelSelector = labelSelector });
        return (IInformer<T>)informer;
    }

    /// <summary>Shows every informer the present state.</summary>
    public void Step()
    {
        foreach (var informer in informers.Values) informer.Step();
    }
}
