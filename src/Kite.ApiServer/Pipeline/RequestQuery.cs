using Kite.Api.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace Kite.ApiServer.Pipeline;

/// <summary>The parameters of a request's query; of a repeated one the first counts.</summary>
public sealed class RequestQuery
{
    private readonly List<KeyValuePair<string, string>> values = [];

    /// <summary>No parameters.</summary>
    public static RequestQuery Empty { get; } = new();

    /// <summary>Reads a query string, with or without its question mark.</summary>
    public static RequestQuery Parse(string? query)
    {
        if (string.IsNullOrEmpty(query) || query == "?") return Empty;
        var parsed = new RequestQuery();
        foreach (var pair in new QueryStringEnumerable(query))
            parsed.values.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return parsed;
    }

    /// <summary>The value of a parameter; empty where it is absent.</summary>
    public string this[string name] => Find(name) ?? "";

    /// <summary>The value of a parameter, or null.</summary>
    public string? Find(string name)
    {
        foreach (var pair in values)
        {
            if (pair.Key == name) return pair.Value;
        }
        return null;
    }

    /// <summary>All values of a parameter, in order (<c>command</c> of exec).</summary>
    public IReadOnlyList<string> All(string name) => [.. values.Where(pair => pair.Key == name).Select(pair => pair.Value)];

    /// <summary>A boolean the way kube-apiserver reads one: present means true, unless it says <c>false</c> or <c>0</c>.</summary>
    public bool Flag(string name) => Find(name) is { } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";

    /// <summary>A whole number, or null where the parameter is absent or empty.</summary>
    /// <exception cref="ApiStatusException">It isn't one (<c>BadRequest</c>).</exception>
    public long? Number(string name)
    {
        var value = this[name];
        if (value.Length == 0) return null;
        return long.TryParse(value, out var number) ? number : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{value}\": invalid syntax");
    }
}
