using Kite.UnitTests.Storage.Sqlite;

// The tests start this assembly as a program where they need a process that they can kill.
return args is ["write-until-killed", string path] ? await StoreWriterProcess.RunAsync(path) : 1;
