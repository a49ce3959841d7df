namespace Kite.Agent.Linux;

/// <summary>A part of the executable in memory.</summary>
/// <param name="Start">Its address.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsAsInFile">True where it is what the file says, and can't become anything else.</param>
internal sealed record ExecutableMapping(ulong Start, ulong Length, bool IsAsInFile);
