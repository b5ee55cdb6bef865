// A meter is heard by every listener in the process: servers that run at the same time would count each other's events.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
