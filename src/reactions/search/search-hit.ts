import type { RecordHit } from '../../platform/resource/resource-descriptor.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import { textsOf } from '../../platform/resource/search/record-texts.js';
import type { SearchHitDto } from './dto/search-hit.dto.js';

type Descriptor = Pick<RegisteredResource['descriptor'], 'plural' | 'title' | 'policy'>;

/** A found record as results show it; of a view that holds what the reader may see. */
export function hitOf(descriptor: Descriptor, { score, record }: RecordHit): SearchHitDto {
  const [title = record.id, subtitle = null] = textsOf(descriptor, record);
  return { resource: descriptor.plural, id: record.id, title, subtitle, score, record };
}
