namespace Kite.EndToEndTests.Running;

/// <summary>The executable under test.</summary>
internal static class KiteBinary
{
    /// <summary>What <c>KITE_BINARY</c> names, else the newest of the published and the built ones.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("KITE_BINARY") is { Length: > 0 } named ? named : Newest();

    private static string Newest() =>
        new[] { "out/kite/kite", "src/Kite/bin/Release/net10.0/kite", "src/Kite/bin/Debug/net10.0/kite" }
            .Select(path => new FileInfo(System.IO.Path.Combine(Repository.Path, path)))
            .Where(file => file.Exists)
            .MaxBy(file => file.LastWriteTimeUtc)?.FullName ?? throw new FileNotFoundException("kite has not been built: run scripts/test.sh e2e, or set KITE_BINARY");
}
