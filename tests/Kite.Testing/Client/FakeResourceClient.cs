using System.Text;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Testing.Client;

/// <summary>The verbs of one resource of the fake API. Field selectors know <c>spec.nodeName</c> and <c>metadata.name</c>; label selectors are <c>k=v</c> lists.</summary>
internal sealed class FakeResourceClient<T>(FakeApiState state, ApiResource resource) : IResourceClient<T>
    where T : class, IApiModel<T>, IApiObject
{
    public Task<T> GetAsync(string? @namespace, string name, CancellationToken cancellationToken) => Run(() => ToModel(state.Read(resource, Key(@namespace, name))));

    public async Task<T?> FindAsync(string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(@namespace, name, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            return null;
        }
    }

    public Task<ApiList<T>> ListAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken) => Run(() =>
    {
        var (revision, items) = state.List(resource, @namespace);
        return new ApiList<T>(new ListMeta { ResourceVersion = revision.ToString() }, [.. items.Where(item => Selects(query, item)).Select(ToModel)]);
    });

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? @namespace, ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (items, events) = state.Watch(resource, @namespace);
        foreach (var item in items.Where(item => Selects(query, item)))
            yield return new WatchEvent<T>(WatchEventType.Added, ToModel(item));
        await foreach (var (type, item) in events.ReadAllAsync(cancellationToken))
        {
            if ((string.IsNullOrEmpty(@namespace) || (string?)item["metadata"]!["namespace"] == @namespace) && Selects(query, item))
                yield return new WatchEvent<T>(type, ToModel(item));
        }
    }

    public Task<T> CreateAsync(T value, CancellationToken cancellationToken) => Run(() => ToModel(state.Create(resource, ToJson(value))));

    public Task<T> UpdateAsync(T value, CancellationToken cancellationToken, string? subresource = null) => Run(() => ToModel(state.Update(resource, ToJson(value), subresource ?? "")));

    public Task<T> PatchAsync(string? @namespace, string name, Patch patch, CancellationToken cancellationToken, string? subresource = null) =>
        Run(() => ToModel(state.Patch(resource, Key(@namespace, name), patch, subresource ?? "")));

    public Task DeleteAsync(string? @namespace, string name, DeleteOptions? options, CancellationToken cancellationToken) => Run(() =>
    {
        state.Delete(resource, Key(@namespace, name));
        return true;
    });

    public Task DeleteCollectionAsync(string? @namespace, ListQuery query, DeleteOptions? options, CancellationToken cancellationToken) => Run(() =>
    {
        foreach (var item in state.List(resource, @namespace).Items.Where(item => Selects(query, item))) state.Delete(resource, ObjectKey.Of(ToModel(item)));
        return true;
    });

    public Task<TAnswer> PostAsync<TBody, TAnswer>(string? @namespace, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where TBody : class, IApiModel<TBody>
        where TAnswer : class, IApiModel<TAnswer> => Run(() =>
    {
        state.Record("post", resource, Key(@namespace, name), subresource);
        if (subresource == "binding")
        {
            var node = (string)JsonNode.Parse(ModelJson.ToUtf8(body))!["target"]!["name"]!;
            state.Patch(resource, Key(@namespace, name), Patch.Merge($$$"""{"spec":{"nodeName":"{{{node}}}"}}"""), "");
        }
        var answer = JsonNode.Parse(ModelJson.ToUtf8(body))!;
        if (subresource == "token") answer["status"] = new JsonObject { ["token"] = $"token-of-{name}", ["expirationTimestamp"] = $"{DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}" };
        return ModelJson.Parse<TAnswer>(Encoding.UTF8.GetBytes(answer.ToJsonString()));
    });

    private static Task<TResult> Run<TResult>(Func<TResult> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (ApiStatusException e)
        {
            return Task.FromException<TResult>(e);
        }
    }

    private static ObjectKey Key(string? @namespace, string name) => new(@namespace ?? "", name);

    private static JsonObject ToJson(T value) => (JsonObject)JsonNode.Parse(ModelJson.ToUtf8(value))!;

    private static T ToModel(JsonObject value) => ModelJson.Parse<T>(System.Text.Encoding.UTF8.GetBytes(value.ToJsonString()));

    private static bool Selects(ListQuery query, JsonObject item)
    {
        foreach (var term in Terms(query.LabelSelector))
            if ((string?)item["metadata"]?["labels"]?[term[0]] != term[1]) return false;
        foreach (var term in Terms(query.FieldSelector))
        {
            var value = term[0].Split('.').Aggregate((JsonNode?)item, (node, name) => node?[name]);
            if (((string?)value ?? "") != term[1]) return false;
        }
        return true;
    }

    private static IEnumerable<string[]> Terms(string? selector) =>
        (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => term.Split('=', 2));
}
