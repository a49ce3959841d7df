using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Kite.ApiServer.Encryption;

namespace Kite.Benchmarks.Encryption;

/// <summary>What encryption adds to the write and to the read of a Secret of 1 KB.</summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 2, iterationCount: 5)]
public class CipherBenchmarks
{
    private const string Key = "/registry/secrets/default/a";

    private readonly AesGcmCipher cipher = new("k", RandomNumberGenerator.GetBytes(32));
    private readonly byte[] value = new byte[1024];
    private byte[] stored = [];

    [GlobalSetup]
    public void Setup() => stored = cipher.Encrypt(value, Key);

    [Benchmark]
    public byte[] Encrypt() => cipher.Encrypt(value, Key);

    [Benchmark]
    public byte[] Decrypt() => cipher.Decrypt(stored, Key);
}
