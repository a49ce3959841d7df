using System.Text;

namespace Kite.Api.Cel.Syntax;

/// <summary>The text of an expression, and how places in it are shown to its author.</summary>
internal sealed class CelSource(string text)
{
    private const int MaxIssues = 100;

    public string Text => text;

    /// <summary>All issues as cel-go prints them: in order of place, each with its line and a caret below it.</summary>
    public string Display(IReadOnlyList<CelIssue> issues)
    {
        var ordered = issues.Take(MaxIssues).OrderBy(issue => issue.Offset).Select(Display);
        var lines = issues.Count > MaxIssues ? ordered.Append($"{issues.Count - MaxIssues} more errors were truncated") : ordered;
        return string.Join('\n', lines);
    }

    private string Display(CelIssue issue)
    {
        if (issue.Offset < 0) return $"ERROR: <input>:-1:0: {issue.Message}";
        var offset = Math.Min(issue.Offset, text.Length);
        var start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        var end = text.IndexOf('\n', start);
        var line = end < 0 ? text[start..] : text[start..end];
        var number = text.AsSpan(0, start).Count('\n') + 1;
        var before = text[start..offset];
        var column = before.EnumerateRunes().Count();
        var result = new StringBuilder($"ERROR: <input>:{number}:{column + 1}: {issue.Message}");
        result.Append("\n | ").Append(line.Replace('\t', ' ')).Append("\n | ");
        foreach (var rune in before.EnumerateRunes()) result.Append(rune.IsAscii ? '.' : '．');
        var marked = text.AsSpan(offset);
        return result.Append(marked.Length > 0 && !char.IsAscii(marked[0]) ? '＾' : '^').ToString();
    }
}
