using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kite.Agent.Runtime.Pause;

/// <summary>
/// The program that holds a sandbox: as process 1 of the pod it waits for signals, reaps orphans on SIGCHLD and exits on SIGTERM and SIGINT at once.
/// </summary>
/// <remarks>
/// It is written down as machine code so that Kite carries it for every architecture without a compiler, a registry or a file: an ELF header, one program header,
/// the instructions and the signal mask, a few hundred bytes in all. The signals are blocked and then waited for, which needs no handlers: a blocked signal
/// reaches even process 1, whose default action for it would be to ignore it.
/// </remarks>
internal static class PauseProgram
{
    private const ulong LoadAddress = 0x400000;
    private const int HeaderSize = 64 + 56;

    /// <summary>Signals 2 (INT), 15 (TERM) and 17 (CHLD), one bit each from bit 0 for signal 1.</summary>
    private const ulong SignalMask = (1UL << 1) | (1UL << 14) | (1UL << 16);

    /// <summary>The executable for an architecture.</summary>
    /// <exception cref="PlatformNotSupportedException">Nobody wrote it down for that one yet.</exception>
    public static byte[] Executable(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Elf(0x3E, X64),
        Architecture.Arm64 => Elf(0xB7, MemoryMarshal.AsBytes(Arm64)),
        _ => throw new PlatformNotSupportedException($"there is no pause program for {architecture}"),
    };

    private static ReadOnlySpan<byte> X64 =>
    [
        0xB8, 0x0E, 0x00, 0x00, 0x00,             // 00        mov  eax, 14 (rt_sigprocmask)
        0x31, 0xFF,                               // 05        xor  edi, edi (SIG_BLOCK)
        0x48, 0x8D, 0x35, 0x52, 0x00, 0x00, 0x00, // 07        lea  rsi, [mask]
        0x31, 0xD2,                               // 0E        xor  edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00,       // 10        mov  r10d, 8
        0x0F, 0x05,                               // 16        syscall
        0xB8, 0x80, 0x00, 0x00, 0x00,             // 18  wait: mov  eax, 128 (rt_sigtimedwait)
        0x48, 0x8D, 0x3D, 0x3C, 0x00, 0x00, 0x00, // 1D        lea  rdi, [mask]
        0x31, 0xF6,                               // 24        xor  esi, esi
        0x31, 0xD2,                               // 26        xor  edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00,       // 28        mov  r10d, 8
        0x0F, 0x05,                               // 2E        syscall
        0x83, 0xF8, 0x11,                         // 30        cmp  eax, 17
        0x74, 0x0D,                               // 33        je   reap
        0x85, 0xC0,                               // 35        test eax, eax
        0x78, 0xDF,                               // 37        js   wait
        0x31, 0xFF,                               // 39        xor  edi, edi
        0xB8, 0xE7, 0x00, 0x00, 0x00,             // 3B        mov  eax, 231 (exit_group)
        0x0F, 0x05,                               // 40        syscall
        0xB8, 0x3D, 0x00, 0x00, 0x00,             // 42  reap: mov  eax, 61 (wait4)
        0x48, 0x83, 0xCF, 0xFF,                   // 47        or   rdi, -1
        0x31, 0xF6,                               // 4B        xor  esi, esi
        0xBA, 0x01, 0x00, 0x00, 0x00,             // 4D        mov  edx, 1 (WNOHANG)
        0x45, 0x31, 0xD2,                         // 52        xor  r10d, r10d
        0x0F, 0x05,                               // 55        syscall
        0x85, 0xC0,                               // 57        test eax, eax
        0x7F, 0xE7,                               // 59        jg   reap
        0xEB, 0xBB,                               // 5B        jmp  wait
        0x90, 0x90, 0x90,                         // 5D        nop
                                                  // 60  mask:
    ];

    private static ReadOnlySpan<uint> Arm64 =>
    [
        0xD28010E8, // 00        mov  x8, #135 (rt_sigprocmask)
        0xD2800000, // 04        mov  x0, #0 (SIG_BLOCK)
        0x10000341, // 08        adr  x1, mask
        0xD2800002, // 0C        mov  x2, #0
        0xD2800103, // 10        mov  x3, #8
        0xD4000001, // 14        svc  #0
        0xD2801128, // 18  wait: mov  x8, #137 (rt_sigtimedwait)
        0x100002A0, // 1C        adr  x0, mask
        0xD2800001, // 20        mov  x1, #0
        0xD2800002, // 24        mov  x2, #0
        0xD2800103, // 28        mov  x3, #8
        0xD4000001, // 2C        svc  #0
        0xF100441F, // 30        cmp  x0, #17
        0x540000A0, // 34        b.eq reap
        0xB7FFFF00, // 38        tbnz x0, #63, wait
        0xD2800BC8, // 3C        mov  x8, #94 (exit_group)
        0xD2800000, // 40        mov  x0, #0
        0xD4000001, // 44        svc  #0
        0xD2802088, // 48  reap: mov  x8, #260 (wait4)
        0x92800000, // 4C        mov  x0, #-1
        0xD2800001, // 50        mov  x1, #0
        0xD2800022, // 54        mov  x2, #1 (WNOHANG)
        0xD2800003, // 58        mov  x3, #0
        0xD4000001, // 5C        svc  #0
        0xF100001F, // 60        cmp  x0, #0
        0x54FFFF2C, // 64        b.gt reap
        0x17FFFFEC, // 68        b    wait
        0xD503201F, // 6C        nop
                    // 70  mask:
    ];

    private static byte[] Elf(ushort machine, ReadOnlySpan<byte> code)
    {
        var file = new byte[HeaderSize + code.Length + sizeof(ulong)];
        var header = file.AsSpan();
        ReadOnlySpan<byte> identity = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2 /* 64 bit */, 1 /* little endian */, 1 /* version */];
        identity.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2); // executable
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1); // version
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + HeaderSize); // entry point
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64); // where the program headers begin
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64); // this header's size
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56); // a program header's size
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1); // how many of them

        var segment = header[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1); // load
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5); // readable, executable
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress); // virtual address; the file offset before it stays 0
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000); // alignment

        code.CopyTo(header[HeaderSize..]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[(HeaderSize + code.Length)..], SignalMask);
        return file;
    }
}
