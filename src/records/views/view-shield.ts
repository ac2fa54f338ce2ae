import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../platform/context/request-context.js';
import { isNamed } from '../../platform/resource/lists/named-fields.js';
import type { RecordView, ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { referencesOf } from '../../platform/resource/relations/resource-references.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

type Descriptor = ResourceDescriptor<RecordEntity>;

/** What a view looks like when it names what its reader may not see. */
const BLANK = { filter: null, search: null, sort: [], fields: [], expand: [] } as const;

/** Keeps from a view's reader which fields it names, and with which values, where those are hidden from them. */
@Injectable()
export class ViewShield {
  constructor(private readonly registry: ResourceRegistry) {}

  shield(view: RecordView): RecordView {
    const descriptor = this.registry
      .list()
      .find(({ descriptor: { plural } }) => plural === view['resource'])?.descriptor;
    if (descriptor === undefined) return view;
    const names = [
      ...namesIn(view['filter']),
      ...namesIn(view['sort']),
      ...textsIn(view['fields']),
      ...textsIn(view['expand']),
    ];
    if (!names.some((name) => this.isHidden(descriptor, name))) return view;
    const shown = Object.entries(BLANK).filter(([field]) => field in view);
    return { ...view, ...Object.fromEntries(shown) };
  }

  private isHidden(descriptor: Descriptor, name: string): boolean {
    const access = currentAccess();
    const hidden = access.hiddenFields(descriptor.plural);
    const [first = '', ...rest] = name.split('.');
    if (hidden.has(descriptor.policy.aliases.get(first) ?? first) || hidden.has(name)) return true;
    const reference = referencesOf(descriptor).find(({ relation }) => relation === first);
    if (reference === undefined) return false;
    if (hidden.has(reference.field)) return true;
    const target = this.registry.find(reference.resource)?.descriptor;
    const theirs = rest.join('.');
    if (target === undefined || theirs === '') return false;
    return isNamed(access.hiddenFields(target.plural), target.policy.aliases.get(theirs) ?? theirs);
  }
}

/** Every `field` in a filter or a sort, however deep. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'field' && typeof member === 'string' ? [member] : namesIn(member),
  );
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
