using System.Text;

namespace Kite.ApiServer.Metrics;

/// <summary>Labels as the text formats write them.</summary>
internal static class MetricLabels
{
    /// <summary><c>name="value",other="value"</c>, in the order given.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name).Append("=\"");
            foreach (var character in value)
            {
                text.Append(character switch
                {
                    '\\' => @"\\",
                    '"' => "\\\"",
                    '\n' => "\\n",
                    _ => "",
                });
                if (character is not ('\\' or '"' or '\n')) text.Append(character);
            }
            text.Append('"');
        }
        return text.ToString();
    }
}
