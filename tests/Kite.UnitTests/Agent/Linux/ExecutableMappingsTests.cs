using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

internal sealed class ExecutableMappingsTests
{
    private const string Executable = "/usr/local/bin/kite";

    [Test]
    public void Only_the_executables_mappings_count()
    {
        var mappings = Read(
            Mapping("00405000-01b3c000 r-xp 00005000 fe:00 11673851   ", Executable, "0"),
            Mapping("7f6b5aac5000-7f6b5ad42000 r-xp 000c5000 fe:00 332131   ", "/usr/lib/libcrypto.so.3", "0"),
            Mapping("7f6b5a000000-7f6b5a100000 rw-p 00000000 00:00 0 ", "", "1024"));
        Assert.That(mappings, Is.EqualTo(new[] { new ExecutableMapping(0x405000, 0x1b3c000 - 0x405000, true) }));
    }

    [Test]
    public void What_was_written_or_may_be_is_never_forgotten()
    {
        var mappings = Read(
            Mapping("00405000-01b3c000 r-xp 00005000 fe:00 11673851   ", Executable, "0"),
            Mapping("02140000-028e2000 r--p 01d40000 fe:00 11673851   ", Executable, "12"),
            Mapping("028e6000-039b6000 rw-p 024e6000 fe:00 11673851   ", Executable, "0"));
        Assert.That(mappings.Select(mapping => mapping.IsAsInFile), Is.EqualTo(new[] { true, false, false }));
    }

    [Test]
    public void What_was_written_and_is_swapped_out_is_never_forgotten() =>
        Assert.That(Read([.. Mapping("02140000-028e2000 r--p 01d40000 fe:00 11673851   ", Executable, "0"), "Swap:                 12 kB"]).Select(mapping => mapping.IsAsInFile), Is.EqualTo(new[] { false }));

    [Test]
    public void A_process_runs_on_after_it_gave_its_executable_back()
    {
        ExecutableMappings.Release();
        Assert.That(File.ReadAllText("/proc/self/comm"), Is.Not.Empty);
    }

    private static ExecutableMapping[] Read(params string[][] mappings) => ExecutableMappings.Parse(mappings.SelectMany(lines => lines), Executable).ToArray();

    private static string[] Mapping(string head, string path, string dirty) =>
        [head + path, "Size:              24284 kB", "Rss:               16668 kB", $"Private_Dirty:         {dirty} kB", $"Anonymous:             {dirty} kB", "VmFlags: rd ex mr mw me sd"];
}
