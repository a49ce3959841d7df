// Tests mostly wait, each in a namespace of its own; those that stop the shared server or join a node to it run alone.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
