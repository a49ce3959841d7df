using System.Text.Json;
using Kite.Agent.Kubelet;
using Kite.Api.Files;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Images;

/// <summary>
/// Remembers, over restarts, with which credentials images came onto the node, so that a pod without them can't use what another pod pulled. Images that were on the node before
/// Kite pulled them are everybody's.
/// </summary>
internal sealed partial class PulledImages(KubeletOptions options, ILogger<PulledImages> logger)
{
    private readonly Lock gate = new();
    private readonly string path = Path.Combine(options.DataDirectory, "image_manager", "pulled.json");
    private Dictionary<string, Dictionary<string, PulledImage>>? records;

    /// <summary>How an image came onto the node under a name; null where Kite didn't pull it under that one: whoever gave it that name gave it to everybody.</summary>
    /// <remarks>An image that is asked for by its id admits whom any of its names admits.</remarks>
    public PulledImage? Find(string imageId, string repository)
    {
        lock (gate)
        {
            if (!Load().TryGetValue(imageId, out var byName)) return null;
            return repository != ImageName.IdScheme ? byName.GetValueOrDefault(repository) : new PulledImage
            {
                IsForAll = byName.Values.Any(record => record.IsForAll),
                Secrets = [.. byName.Values.SelectMany(record => record.Secrets)],
                Hashes = [.. byName.Values.SelectMany(record => record.Hashes)],
            };
        }
    }

    /// <summary>Notes a pull.</summary>
    public void Add(string imageId, string repository, PullCredentials credentials)
    {
        lock (gate)
        {
            var all = Load();
            if (!all.TryGetValue(imageId, out var byName)) all[imageId] = byName = new(StringComparer.Ordinal);
            var known = byName.GetValueOrDefault(repository);
            var next = (known ?? new PulledImage()).With(credentials);
            if (known is { IsForAll: true } || (known is not null && known.Secrets.Count == next.Secrets.Count && known.Hashes.Count == next.Hashes.Count && known.IsForAll == next.IsForAll)) return;
            byName[repository] = next;
            Save(all);
        }
    }

    /// <summary>Forgets an image that is on the node no more.</summary>
    public void Remove(string imageId)
    {
        lock (gate)
        {
            var all = Load();
            if (all.Remove(imageId)) Save(all);
        }
    }

    private Dictionary<string, Dictionary<string, PulledImage>> Load()
    {
        if (records is not null) return records;
        try
        {
            if (File.Exists(path)) records = JsonSerializer.Deserialize(File.ReadAllBytes(path), PulledImagesJson.Default.DictionaryStringDictionaryStringPulledImage);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, path, e.Message);
        }
        return records ??= new(StringComparer.Ordinal);
    }

    private void Save(Dictionary<string, Dictionary<string, PulledImage>> all)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, AtomicFile.OwnerDirectory);
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(all, PulledImagesJson.Default.DictionaryStringDictionaryStringPulledImage), AtomicFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(logger, path, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The record of pulled images {Path} can't be read and begins anew: {Error}")]
        public static partial void Unreadable(ILogger logger, string path, string error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The record of pulled images {Path} can't be written: {Error}")]
        public static partial void Unwritable(ILogger logger, string path, string error);
    }
}
