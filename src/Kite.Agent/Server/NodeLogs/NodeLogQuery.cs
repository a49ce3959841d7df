using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.NodeLogs;

/// <summary>Which lines of which services' logs are wanted.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/cluster-administration/system-logs/#log-query"/></remarks>
internal sealed partial record NodeLogQuery
{
    /// <summary>Names of services.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Files below the log directory.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Only what is no older.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what is no newer.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many of the last lines.</summary>
    public int? TailLines { get; init; }

    /// <summary>Which boot: 0 for this one, -1 for the one before.</summary>
    public int? Boot { get; init; }

    /// <summary>A regular expression that lines match; empty for all.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="KubeletRequestException">One doesn't fit.</exception>
    public static NodeLogQuery Read(IQueryCollection query)
    {
        var names = query["query"].OfType<string>().Where(name => name.Length > 0).ToArray();
        if (names.Length == 0) throw Invalid("query cannot be empty");
        if (names.FirstOrDefault(name => !Allowed().IsMatch(name) || name.Contains("..", StringComparison.Ordinal)) is { } odd) throw Invalid($"query: Invalid value: \"{odd}\"");
        var files = names.Where(name => name.Contains('/')).ToArray();
        if (files.Length > 0 && names.Length > 1) throw Invalid("cannot specify a file and a service");
        var pattern = query["pattern"].ToString();
        if (pattern.Length > 0 && !IsPattern(pattern)) throw Invalid($"pattern: Invalid value: \"{pattern}\"");
        return new NodeLogQuery
        {
            Services = names.Except(files).ToArray(),
            Files = files,
            Since = Time(query, "sinceTime"),
            Until = Time(query, "untilTime"),
            TailLines = Number(query, "tailLines", 0, 100_000),
            Boot = Number(query, "boot", int.MinValue, 0),
            Pattern = pattern,
        };
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            // One that takes no more time than the text is long.
            return new Regex(pattern, RegexOptions.NonBacktracking) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Invalid($"{name}: Invalid value: \"{text}\"");
    }

    private static int? Number(IQueryCollection query, string name, int least, int most)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return null;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Invalid($"{name}: Invalid value: \"{text}\"");
    }

    private static KubeletRequestException Invalid(string message) => new(StatusCodes.Status406NotAcceptable, message);

    [GeneratedRegex("^[a-zA-Z0-9_.:@/-]+$")]
    private static partial Regex Allowed();
}
