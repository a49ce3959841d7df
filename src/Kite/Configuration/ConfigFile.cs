using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kite.Configuration;

/// <summary>The configuration file: a YAML map from setting to scalar or list of scalars.</summary>
internal static class ConfigFile
{
    /// <summary>Reads the file; a list becomes its comma-separated items. An absent file is empty unless it must exist.</summary>
    /// <exception cref="UsageException">The file can't be read or has another shape.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, bool mustExist)
    {
        if (!mustExist && !File.Exists(path)) return new Dictionary<string, string>();
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents.Count == 0) return new Dictionary<string, string>();
            if (stream.Documents[0].RootNode is not YamlMappingNode map) throw new UsageException($"{path}: expected a map from setting to value");
            return map.Children.ToDictionary(pair => Scalar(path, pair.Key), pair => Value(path, pair.Key, pair.Value), StringComparer.Ordinal);
        }
        catch (YamlException e)
        {
            throw new UsageException($"{path}: line {e.Start.Line}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the configuration file can't be read: {e.Message}", e);
        }
    }

    private static string Value(string path, YamlNode key, YamlNode value) =>
        value is YamlSequenceNode list ? string.Join(',', list.Children.Select(item => Scalar(path, item))) : Scalar(path, value, key);

    private static string Scalar(string path, YamlNode node, YamlNode? owner = null) =>
        node is YamlScalarNode { Value: { } text } ? text : throw new UsageException($"{path}: line {node.Start.Line}: {(owner is null ? "expected a plain value" : $"\"{owner}\" must be a plain value or a list of them")}");
}
