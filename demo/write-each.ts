const AT_ONCE = 8;

/** What a batch of writes came to. */
export interface Written {
  /** Ids of the records written. */
  ids: string[];
  /** One message for each write that failed. */
  failures: string[];
}

/** Writes each item, eight at a time. `onDone` is told after every one. */
export async function writeEach<Item>(
  items: readonly Item[],
  write: (item: Item) => Promise<string>,
  onDone: (count: number) => void = () => undefined,
): Promise<Written> {
  const written: Written = { ids: [], failures: [] };
  const queue = items.values();
  const work = async (): Promise<void> => {
    // The lanes share one iterator, so each item is taken once.
    for (const item of queue) {
      try {
        written.ids.push(await write(item));
      } catch (error) {
        written.failures.push(error instanceof Error ? error.message : String(error));
      }
      onDone(written.ids.length + written.failures.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return written;
}
