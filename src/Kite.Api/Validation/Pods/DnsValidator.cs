using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks how a pod resolves names.</summary>
internal static class DnsValidator
{
    private const int MaxServers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchLength = 2048;

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var config = spec.Object("dnsConfig");
        if (spec.Text("dnsPolicy") == "None")
        {
            if (config is null)
            {
                errors.Required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (config.IsEmpty("nameservers"))
            {
                errors.Required(path.Child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (config is null) return;
        var servers = config.Texts("nameservers").ToArray();
        if (servers.Length > MaxServers) errors.Invalid(path.Child("nameservers"), config["nameservers"], $"must not have more than {MaxServers} nameservers");
        for (var at = 0; at < servers.Length; at++) errors.InvalidIf(path.Child("nameservers").Item(at), servers[at], Formats.Address(servers[at]));
        ValidateSearches(config, path.Child("searches"), errors);
        var index = 0;
        foreach (var option in config.Objects("options"))
        {
            if (option.Text("name").Length == 0) errors.Required(path.Child("options").Item(index), "must not be empty");
            index++;
        }
    }

    private static void ValidateSearches(JsonObject config, FieldPath path, FieldErrors errors)
    {
        var searches = config.Texts("searches").ToArray();
        if (searches.Length > MaxSearches) errors.Invalid(path, config["searches"], $"must not have more than {MaxSearches} search paths");
        if (string.Join(' ', searches).Length > MaxSearchLength) errors.Invalid(path, config["searches"], $"must not have more than {MaxSearchLength} characters (including spaces) in the search list");
        for (var at = 0; at < searches.Length; at++)
        {
            var name = searches[at].EndsWith('.') ? searches[at][..^1] : searches[at];
            if (searches[at] != "." && Formats.Subdomain(name.Replace('_', 'a')) is not null) errors.InvalidIf(path.Item(at), name, Formats.Subdomain(name));
        }
    }
}
