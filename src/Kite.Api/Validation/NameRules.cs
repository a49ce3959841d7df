namespace Kite.Api.Validation;

/// <summary>The rules that names of objects follow, by kind.</summary>
internal static class NameRules
{
    /// <summary>A DNS subdomain, for most kinds.</summary>
    internal static string? Subdomain(string name, bool isPrefix) => Formats.Subdomain(isPrefix ? Completed(name) : name);

    /// <summary>A DNS label, for namespaces and the like.</summary>
    internal static string? Label(string name, bool isPrefix) => Formats.Label(isPrefix ? Completed(name) : name);

    /// <summary>A DNS label that starts with a letter, for services.</summary>
    internal static string? ServiceLabel(string name, bool isPrefix) => Formats.Dns1035Label(isPrefix ? Completed(name) : name);

    /// <summary>An IP address in its canonical form.</summary>
    internal static string? Address(string name, bool isPrefix)
    {
        if (!Formats.IsAddress(name)) return "must be a valid IP address in canonical form";
        var canonical = System.Net.IPAddress.Parse(name).ToString();
        return canonical == name ? null : $"must be in canonical form (\"{canonical}\")";
    }

    /// <summary>Anything that can stand in a path, for roles and bindings.</summary>
    internal static string? PathSegment(string name, bool isPrefix)
    {
        if (!isPrefix && name is "." or "..") return $"may not be '{name}'";
        if (name.Contains('/')) return "may not contain '/'";
        return name.Contains('%') ? "may not contain '%'" : null;
    }

    /// <summary>A prefix that ends in a hyphen is fine: characters follow it.</summary>
    private static string Completed(string name) => name.Length > 1 && name[^1] == '-' ? name[..^2] + "a" : name;
}
