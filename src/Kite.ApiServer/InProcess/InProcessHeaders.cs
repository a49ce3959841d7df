using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.InProcess;

/// <summary>Headers from one side's form to the other's.</summary>
internal static class InProcessHeaders
{
    /// <summary>The headers of a request.</summary>
    public static HeaderDictionary From(HttpRequestMessage request)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, values) in request.Headers.NonValidated) headers[name] = Join(values);
        if (request.Content is null) return headers;
        foreach (var (name, values) in request.Content.Headers.NonValidated) headers[name] = Join(values);
        return headers;
    }

    /// <summary>Puts a response's headers where they belong.</summary>
    public static void CopyTo(HeaderDictionary headers, HttpResponseMessage response)
    {
        foreach (var (name, values) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, values.AsEnumerable())) response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
    }

    private static string Join(System.Net.Http.Headers.HeaderStringValues values) => values.Count == 1 ? values.ToString() : string.Join(", ", values);
}
