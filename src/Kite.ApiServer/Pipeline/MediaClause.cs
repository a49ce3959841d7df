using System.Globalization;

namespace Kite.ApiServer.Pipeline;

/// <summary>One clause of an <c>Accept</c> header: a media type and what is asked of it.</summary>
internal readonly record struct MediaClause
{
    /// <summary>Type and subtype; either may be a star.</summary>
    public string MediaType { get; private init; }

    /// <summary>How much it is wanted, from 0 to 1.</summary>
    public double Quality { get; private init; }

    /// <summary>The kind that answers are to be turned into (<c>as</c>); empty for none.</summary>
    public string Kind { get; private init; }

    /// <summary>The group of that kind.</summary>
    public string Group { get; private init; }

    /// <summary>The version of that kind.</summary>
    public string Version { get; private init; }

    /// <summary>The kind of stream asked for; empty for any.</summary>
    public string Stream { get; private init; }

    /// <summary>True where lines and indents are asked for.</summary>
    public bool IsPretty { get; private init; }

    /// <summary>The clauses of a header, the most wanted first; among those equally wanted, exact types before stars, then as sent.</summary>
    public static IEnumerable<MediaClause> Of(string header)
    {
        var clauses = header.Split(',').Select(Read);
        return header.Contains('*', StringComparison.Ordinal) || header.Contains("q=", StringComparison.Ordinal)
            ? clauses.OrderByDescending(clause => clause.Quality).ThenBy(clause => clause.MediaType.Count(character => character == '*'))
            : clauses;
    }

    private static MediaClause Read(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var clause = new MediaClause { MediaType = parts[0], Quality = 1, Kind = "", Group = "", Version = "", Stream = "" };
        for (var i = 1; i < parts.Length; i++)
        {
            var equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var value = parts[i][(equals + 1)..].Trim('"');
            clause = parts[i][..equals] switch
            {
                "as" => clause with { Kind = value },
                "g" => clause with { Group = value },
                "v" => clause with { Version = value },
                "stream" => clause with { Stream = value },
                "pretty" => clause with { IsPretty = value == "1" },
                "q" => clause with { Quality = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var quality) ? quality : 0 },
                _ => clause,
            };
        }
        return clause;
    }
}
