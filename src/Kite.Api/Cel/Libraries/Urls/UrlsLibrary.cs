using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Urls;

/// <summary>URLs such as <c>url("https://example.com/a?b=c")</c> and their parts.</summary>
internal static class UrlsLibrary
{
    private static readonly CelType Query = CelType.MapOf(CelType.String, CelType.ListOf(CelType.String));

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.urls")
    {
        Types = [CelUrl.Type],
        Functions =
        [
            new CelFunction("url", CelOverload.Global("string_to_url", CelType.String, CelUrl.Type, Parse))
            {
                Cost = LibraryCosts.Reading(LibraryCosts.Traversal),
                Estimate = (sizes, _, arguments) =>
                {
                    var size = sizes.SizeOf(arguments[0]);
                    return new CelCallEstimate(size.MultiplyByCostFactor(LibraryCosts.Traversal), size);
                },
            },
            new CelFunction("isURL", CelOverload.Global("is_url_string", CelType.String, CelType.Bool, text => CelValue.Of(GoUrl.ParseRequest(text.AsString, out _) is not null))),
            Part("getScheme", "url_get_scheme", CelType.String, url => CelValue.Of(url.Scheme)),
            Part("getHost", "url_get_host", CelType.String, url => CelValue.Of(url.Host)),
            Part("getHostname", "url_get_hostname", CelType.String, url => CelValue.Of(url.Hostname)),
            Part("getPort", "url_get_port", CelType.String, url => CelValue.Of(url.Port)),
            Part("getEscapedPath", "url_get_escaped_path", CelType.String, url => CelValue.Of(url.EscapedPath)),
            Part("getQuery", "url_get_query", Query, GetQuery),
        ],
    };

    private static CelFunction Part(string name, string id, CelType result, Func<GoUrl, CelValue> function) =>
        new(name, CelOverload.Member(id, CelUrl.Type, result, url => function(((CelUrl)url.AsObject).Url))) { Estimate = LibraryCosts.One };

    private static CelValue Parse(CelValue text) => GoUrl.ParseRequest(text.AsString, out var error) is { } url
        ? CelValue.Of(new CelUrl(url))
        : CelValue.Error($"URL parse error during conversion from string: {error}");

    private static CelValue GetQuery(GoUrl url)
    {
        var entries = new Dictionary<CelValue, CelValue>();
        foreach (var (key, values) in url.Query()) entries[CelValue.Of(key)] = CelValue.Of(CelList.Of([.. values.Select(CelValue.Of)]));
        return CelValue.Of(CelMap.Of(entries));
    }
}
