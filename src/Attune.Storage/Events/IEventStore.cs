namespace Attune.Storage;

/// <summary>The ledger and the windows derived from it.</summary>
public interface IEventStore : IEventWriter, IEventReader;
