import type { RecordEntity } from '../record.entity.js';
import type { RecordVerb } from './record-write.js';

/** An update that has a name: a field comes to have another value, of these where they are said. */
export interface NamedChange {
  readonly verb: string;
  /** What it was before; default anything. */
  readonly from?: readonly unknown[];
  /** What it is from now on; default anything. */
  readonly to?: readonly unknown[];
}

/** By the field that changes, in the order in which they are looked at. */
type NamedChanges = Readonly<Record<string, readonly NamedChange[] | undefined>>;

/** What the event of a write is called: its verb, or that of the first named change that an update is. */
export function verbOf(
  named: NamedChanges,
  verb: RecordVerb,
  before: RecordEntity | undefined,
  after: RecordEntity,
): string {
  if (verb !== 'updated' || before === undefined) return verb;
  for (const [field, changes = []] of Object.entries(named)) {
    const old: unknown = Reflect.get(before, field);
    const now: unknown = Reflect.get(after, field);
    const made = changes.find(({ from, to }) => {
      return old !== now && from?.includes(old) !== false && to?.includes(now) !== false;
    });
    if (made !== undefined) return made.verb;
  }
  return verb;
}
