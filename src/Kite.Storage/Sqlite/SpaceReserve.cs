namespace Kite.Storage.Sqlite;

/// <summary>
/// Room on the disk that is kept for removing things: a removal is a write too, so a store that has filled its disk to the last byte could never be emptied.
/// While the reserve is lent, nothing but removals may use it. Used by whoever has the <see cref="WriterThread"/>'s turn; <see cref="IsLent"/> by anyone.
/// </summary>
internal sealed class SpaceReserve(StoreFile file, LogWriter writer)
{
    private const long Size = 4 << 20;
    private volatile bool isLent;

    /// <summary>True where the store is full and the room is given to removals.</summary>
    public bool IsLent => isLent;

    private string Path => file.Path + ".reserve";

    /// <summary>Puts the room aside; false where there is none.</summary>
    public bool TryTake()
    {
        // What was lent is taken back when there is room for it beside what removals need until then.
        if (isLent && new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace < 2 * Size)
        {
            return false;
        }

        try
        {
            var kept = new FileInfo(Path);
            if (!kept.Exists || kept.Length < Size)
            {
                kept.Delete();
                // Allocates the blocks, or fails.
                using var taken = new FileStream(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = Size, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
                taken.SetLength(Size);
            }
        }
        catch (IOException)
        {
            File.Delete(Path);
            return false;
        }

        writer.LendReserve(false);
        isLent = false;
        return true;
    }

    /// <summary>Gives the room away.</summary>
    public void Lend()
    {
        File.Delete(Path);
        writer.LendReserve(true);
        isLent = true;
    }
}
