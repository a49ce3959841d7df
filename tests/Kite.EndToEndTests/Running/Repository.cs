namespace Kite.EndToEndTests.Running;

/// <summary>The working tree that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string directory) =>
        File.Exists(System.IO.Path.Combine(directory, "Kite.sln")) ? directory : Find(System.IO.Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("no Kite.sln above the tests"));
}
