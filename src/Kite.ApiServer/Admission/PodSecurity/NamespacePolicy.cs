using System.Globalization;
using System.Text.RegularExpressions;
using Kite.Api.Errors;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>What a namespace's labels demand of its pods.</summary>
/// <param name="Enforce">Pods that break it are refused.</param>
/// <param name="Audit">Pods that break it are noted.</param>
/// <param name="Warn">Writers of pods that break it are told.</param>
/// <param name="Errors">What is wrong with the labels; a level that can't be read is taken as restricted where it is enforced.</param>
internal sealed partial record NamespacePolicy(LevelVersion Enforce, LevelVersion Audit, LevelVersion Warn, IReadOnlyList<StatusCause> Errors)
{
    /// <summary>What all labels begin with.</summary>
    public const string Prefix = "pod-security.kubernetes.io/";

    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    /// <summary>Demands nothing.</summary>
    public static NamespacePolicy None { get; } = new(LevelVersion.Privileged, LevelVersion.Privileged, LevelVersion.Privileged, []);

    /// <summary>True where nothing is enforced and nobody is told anything.</summary>
    public bool IsNothing => Enforce.Level == SecurityLevel.Privileged && Warn.Level == SecurityLevel.Privileged && Audit.Level == SecurityLevel.Privileged && Errors.Count == 0;

    /// <summary>The level's name in labels.</summary>
    public static string Word(SecurityLevel level) => Levels[(int)level];

    /// <summary>Reads labels.</summary>
    public static NamespacePolicy Of(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var own = labels.Where(label => label.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(label => label.Key[Prefix.Length..], label => label.Value, StringComparer.Ordinal);
        if (own.Count == 0) return None;
        var errors = new List<StatusCause>();
        var enforce = Read(own, "enforce", SecurityLevel.Restricted, errors);
        var audit = Read(own, "audit", SecurityLevel.Privileged, errors);
        var warn = Read(own, "warn", SecurityLevel.Privileged, errors);
        // Whoever enforces without saying anything of warnings is warned of the same: workloads whose pods would be refused are told so.
        if (!own.ContainsKey("warn") && enforce.Level > warn.Level) warn = own.ContainsKey("warn-version") ? enforce with { Minor = warn.Minor } : enforce;
        return new(enforce, audit, warn, errors);
    }

    private static LevelVersion Read(Dictionary<string, string> labels, string mode, SecurityLevel unreadable, List<StatusCause> errors)
    {
        var level = SecurityLevel.Privileged;
        if (labels.TryGetValue(mode, out var word))
        {
            var at = Array.IndexOf(Levels, word);
            level = at < 0 ? unreadable : (SecurityLevel)at;
            if (at < 0) errors.Add(Invalid(mode, word, "must be one of privileged, baseline, restricted"));
        }
        if (!labels.TryGetValue($"{mode}-version", out var version) || version == "latest") return new(level, null);
        if (Version().Match(version) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) return new(level, minor);
        errors.Add(Invalid($"{mode}-version", version, "must be \"latest\" or \"v1.x\""));
        return new(level, null);
    }

    private static StatusCause Invalid(string label, string value, string why) => new("FieldValueInvalid", $"Invalid value: \"{value}\": {why}", $"metadata.labels[{Prefix}{label}]");

    [GeneratedRegex("^v1\\.(0|[1-9][0-9]{0,8})$")]
    private static partial Regex Version();
}
