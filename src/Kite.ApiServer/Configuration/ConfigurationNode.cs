using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Configuration;

/// <summary>One object of a configuration file; whatever is wrong with it, and with those inside it, is gathered under its path, as field errors are.</summary>
internal sealed class ConfigurationNode(JsonObject value, string path, List<string> problems)
{
    /// <summary>The path of the object in the file; empty for the file itself.</summary>
    public string Path => path;

    /// <summary>Says that fields of other names don't belong here.</summary>
    public ConfigurationNode Only(params ReadOnlySpan<string> fields)
    {
        foreach (var (name, _) in value)
            if (!fields.Contains(name)) problems.Add($"unknown field \"{At(name)}\"");
        return this;
    }

    public bool Has(string field) => value[field] is not null;

    /// <summary>A text; empty where it is absent.</summary>
    public string Text(string field)
    {
        if (value[field] is { } node && node.AsText() is null) problems.Add($"{At(field)}: must be a string");
        return value.Text(field);
    }

    public string Required(string field)
    {
        var text = Text(field);
        if (text.Length == 0) problems.Add($"{At(field)}: Required value");
        return text;
    }

    public bool Flag(string field, bool absent)
    {
        if (value[field] is not null && value.Flag(field) is null) problems.Add($"{At(field)}: must be true or false");
        return value.Flag(field) ?? absent;
    }

    public IReadOnlyList<string> Texts(string field) => [.. value.Texts(field)];

    public ConfigurationNode? Object(string field)
    {
        if (value[field] is not null and not JsonObject) problems.Add($"{At(field)}: must be an object");
        return value.Object(field) is { } found ? new(found, At(field), problems) : null;
    }

    public IReadOnlyList<ConfigurationNode> Objects(string field)
    {
        if (value[field] is not null and not JsonArray) problems.Add($"{At(field)}: must be a list");
        return [.. value.Objects(field).Select((found, i) => new ConfigurationNode(found, $"{At(field)}[{i}]", problems))];
    }

    /// <summary>A duration such as <c>5m</c>.</summary>
    public TimeSpan Duration(string field, TimeSpan absent)
    {
        var text = Text(field);
        if (text.Length == 0) return absent;
        if (Kite.Api.Meta.GoDuration.TryParse(text, out var duration)) return duration;
        Invalid(field, text, "must be a duration such as 5m");
        return absent;
    }

    public void Invalid(string field, string text, string why) => problems.Add($"{At(field)}: Invalid value: \"{text}\": {why}");

    public void Problem(string field, string what) => problems.Add($"{At(field)}: {what}");

    private string At(string field) => path.Length == 0 ? field : field.Length == 0 ? path : $"{path}.{field}";
}
