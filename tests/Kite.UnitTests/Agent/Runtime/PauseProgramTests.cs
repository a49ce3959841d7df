using System.Diagnostics;
using System.Runtime.InteropServices;
using Kite.Agent.Runtime.Pause;

namespace Kite.UnitTests.Agent.Runtime;

[TestFixture]
internal sealed class PauseProgramTests
{
    [TestCase(Architecture.X64, 0x3E)]
    [TestCase(Architecture.Arm64, 0xB7)]
    public void The_program_is_a_small_executable_for_its_machine(Architecture architecture, byte machine)
    {
        var program = PauseProgram.Executable(architecture);
        Assert.Multiple(() =>
        {
            Assert.That(program[..4], Is.EqualTo("\u007fELF"u8.ToArray()));
            Assert.That(program[18], Is.EqualTo(machine));
            Assert.That(program, Has.Length.LessThan(512));
        });
    }

    [Test]
    public async Task The_program_waits_and_ends_when_asked()
    {
        if (RuntimeInformation.OSArchitecture is not (Architecture.X64 or Architecture.Arm64)) Assert.Ignore("no program for this machine");
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, PauseProgram.Executable(RuntimeInformation.OSArchitecture));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var process = Process.Start(file);
        Kite.Agent.Linux.SystemCalls.SendSignal(process.Id, 17);
        Assert.That(process.WaitForExit(100), Is.False, "a dead child is no reason to end");
        Kite.Agent.Linux.SystemCalls.SendSignal(process.Id, 15);
        Assert.That(process.WaitForExit(5000), Is.True);
        Assert.That(process.ExitCode, Is.Zero);
        File.Delete(file);
    }
}
