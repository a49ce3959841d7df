using System.Text;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.UnitTests.ApiServer.WatchCache;

/// <summary>Cached objects made of text.</summary>
internal static class CachedObjects
{
    public static ApiResource ConfigMaps { get; } = new("", "v1", "configmaps", "ConfigMap", true);

    public static byte[] Stored(string metadata) =>
        Encoding.UTF8.GetBytes("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{" + metadata + "},\"data\":{\"k\":\"v\"}}");

    public static CachedObject Of(string @namespace, string name, long revision = 1) =>
        new CachedObjectReader(SelectableFields.None).Read(new ObjectKey(@namespace, name), Stored($"\"name\":\"{name}\""), revision);
}
