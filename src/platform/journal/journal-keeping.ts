/** Port: for how long the current tenant keeps its journal. Implemented by `foundation/settings`. */
export abstract class JournalKeeping {
  abstract days(): Promise<number>;
}
