import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import type { RecordHit, RecordView } from '../../platform/resource/resource-descriptor.js';
import type { SearchHitDto } from './dto/search-hit.dto.js';

type Descriptor = Pick<RegisteredResource['descriptor'], 'plural' | 'title' | 'policy'>;

/** A found record as results show it; of a view that holds what the reader may see. */
export function hitOf(
  { plural, title = [], policy }: Descriptor,
  { score, record }: RecordHit,
): SearchHitDto {
  const named = title.flatMap((field) => textOf(record, field)).join(' ');
  const others = policy.search
    .filter((field) => named === '' || !title.some((part) => part === field))
    .flatMap((field) => textOf(record, field));
  const [first = record.id, ...rest] = named === '' ? others : [named, ...others];
  const [subtitle = null] = rest;
  return { resource: plural, id: record.id, title: first, subtitle, score, record };
}

function textOf(record: RecordView, field: string): string[] {
  const value = record[field];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
