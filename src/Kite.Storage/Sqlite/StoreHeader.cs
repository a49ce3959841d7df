using System.Buffers.Binary;

namespace Kite.Storage.Sqlite;

/// <summary>Judges a file by its first bytes, without SQLite, so that a file that isn't ours is not touched.</summary>
internal static class StoreHeader
{
    private const int Length = 100, UserVersionAt = 60, ApplicationIdAt = 68;

    /// <exception cref="StoreUnavailableException">The file is not a store of this version.</exception>
    public static void Check(string path)
    {
        Span<byte> header = stackalloc byte[Length];
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (file.ReadAtLeast(header, Length, throwOnEndOfStream: false) < Length)
            {
                throw StoreErrors.Foreign(path);
            }
        }

        if (!header.StartsWith("SQLite format 3\0"u8) || BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdAt..]) != LogSchema.ApplicationId)
        {
            throw StoreErrors.Foreign(path);
        }

        int version = BinaryPrimitives.ReadInt32BigEndian(header[UserVersionAt..]);
        if (version > LogSchema.Version)
        {
            throw StoreErrors.Newer(path, version);
        }
    }
}
