import type { RecordSnapshot } from '../record-snapshot.js';
import type { ListPolicy } from '../lists/list-policy.js';

interface TextFields {
  readonly title?: readonly string[] | undefined;
  readonly policy: Pick<ListPolicy, 'search'>;
}

/** What says best which record it is comes first: its title, then its other searched texts; of a view, what it shows. */
export function textsOf({ title = [], policy }: TextFields, record: RecordSnapshot): string[] {
  const named = title.flatMap((field) => textIn(record, field)).join(' ');
  const others = policy.search
    .filter((field) => named === '' || !title.some((part) => part === field))
    .flatMap((field) => textIn(record, field));
  return named === '' ? others : [named, ...others];
}

export function textIn(record: RecordSnapshot, field: string | undefined): string[] {
  const value = field === undefined ? undefined : record[field];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
