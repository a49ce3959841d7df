using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Xml;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes the descriptions of types and fields, which the XML documentation of KubernetesClient holds, as one compressed file in the order of the table of fields:
/// a record per type (its name, its description and those of its fields, NUL between them), then the records <c>type meta</c> and <c>parameters</c>. Records end with U+0001.
/// </summary>
public sealed class WriteDescriptions : Task
{
    private const string Models = "k8s.Models.";
    private const int Column = 80;

    // How one parameter is described depends on nothing but its name, save where a patch says more.
    private static readonly string[] Parameters =
    {
        "allowWatchBookmarks", "continue", "dryRun", "fieldManager", "fieldSelector", "fieldValidation", "force", "gracePeriodSeconds", "labelSelector", "limit", "namespace",
        "orphanDependents", "path", "pretty", "propagationPolicy", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds",
    };

    private readonly Dictionary<string, string> texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> parameters = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The XML documentation.</summary>
    [Required]
    public string Documentation { get; set; }

    /// <summary>The table of fields.</summary>
    [Required]
    public string Fields { get; set; }

    /// <summary>What to write.</summary>
    [Required]
    public string Output { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        ReadDocumentation();
        if (texts.Count == 0)
        {
            Log.LogError("{0} describes no models", Documentation);
            return false;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Output)));
        // 3 is SmallestSize, which the framework that this is compiled against doesn't name yet.
        using (var file = File.Create(Output))
        using (var deflate = new DeflateStream(file, (CompressionLevel)3))
        using (var writer = new StreamWriter(deflate, new UTF8Encoding(false)))
        {
            WriteTypes(writer);
            writer.Write("type meta\0\0" + Property("V1Pod", "apiVersion") + "\0" + Property("V1Pod", "kind") + "\u0001");
            writer.Write("parameters\0");
            foreach (var name in Parameters) writer.Write("\0" + name + "\0" + (parameters.TryGetValue(name, out var text) ? text : ""));
            writer.Write("\u0001");
        }
        return true;
    }

    private void ReadDocumentation()
    {
        using (var reader = XmlReader.Create(Documentation))
        {
            while (reader.ReadToFollowing("member"))
            {
                var name = reader.GetAttribute("name") ?? "";
                if (name.StartsWith("T:" + Models, StringComparison.Ordinal) || name.StartsWith("P:" + Models, StringComparison.Ordinal))
                {
                    using (var member = reader.ReadSubtree())
                        if (member.ReadToFollowing("summary")) texts[name.Substring(2 + Models.Length)] = Flow(member.ReadInnerXml());
                }
                else if (name.StartsWith("M:k8s.ICoreV1Operations.", StringComparison.Ordinal))
                {
                    using (var member = reader.ReadSubtree()) ReadParameters(member);
                }
            }
        }
    }

    private void ReadParameters(XmlReader member)
    {
        while (member.ReadToFollowing("param"))
        {
            var name = (member.GetAttribute("name") ?? "").Replace("Parameter", "");
            if (Array.IndexOf(Parameters, name) < 0) continue;
            var text = Flow(member.ReadInnerXml());
            // The shortest one is the one that isn't about a particular verb.
            if (!parameters.TryGetValue(name, out var known) || text.Length < known.Length) parameters[name] = text;
        }
    }

    private void WriteTypes(TextWriter writer)
    {
        var model = "";
        var isFirst = true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Fields))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ')
            {
                if (!isFirst) writer.Write('\u0001');
                isFirst = false;
                seen.Clear();
                var name = line.Split(' ')[0];
                model = Model(name);
                writer.Write(name + "\0" + (texts.TryGetValue(model, out var text) ? text : ""));
            }
            else
            {
                var name = line.Trim(' ').Split('\t')[0];
                if (seen.Add(name)) writer.Write("\0" + Property(model, name));
            }
        }
        if (!isFirst) writer.Write('\u0001');
    }

    /// <summary>The client's name of a type: <c>core/v1.Event</c> is <c>Corev1Event</c>, because other groups have one too, <c>core/v1.Pod</c> is <c>V1Pod</c>.</summary>
    private string Model(string type)
    {
        var slash = type.IndexOf('/');
        var dot = type.IndexOf('.');
        var version = type.Substring(slash + 1, dot - slash - 1);
        var name = type.Substring(dot + 1);
        var qualified = type.Substring(0, slash) + version + name;
        return texts.ContainsKey(qualified) ? qualified : version + name;
    }

    private string Property(string model, string field)
    {
        var name = model + "." + new string(field.Where(char.IsLetterOrDigit).ToArray());
        return texts.TryGetValue(name, out var text) || texts.TryGetValue(name + "Property", out text) ? text : "";
    }

    /// <summary>Undoes the wrapping: a line that ends where the next word would still have fitted ended there before.</summary>
    private static string Flow(string xml)
    {
        var lines = xml.Trim().Split('\n').Select(line => Unescape(line.Trim())).ToArray();
        var text = new StringBuilder(lines[0]);
        for (var i = 1; i < lines.Length; i++)
        {
            var isWrapped = lines[i].Length > 0 && lines[i - 1].Length > 0 && lines[i - 1].Length + 1 + lines[i].Split(' ')[0].Length > Column;
            text.Append(isWrapped ? ' ' : '\n').Append(lines[i]);
        }
        return text.ToString();
    }

    private static string Unescape(string line) => line.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&");
}
