import type { Type } from '@nestjs/common';
import type { RecordEntity } from '../record.entity.js';
import type { GuardedPart, ResourceDescriptor } from '../resource-descriptor.js';

/** What every published record tells of itself; its descriptor names what it tells besides. */
export const RECORD_VERBS = ['created', 'updated', 'deleted', 'restored', 'erased'] as const;

/** What the survivor of a merge tells. */
const MERGE_VERBS = ['merged', 'unmerged'] as const;

/** Something whose events leave the product: a record type, or a part of the tenant that is none, like its users. */
export interface EventSource {
  /** `lead`: the first part of its event types, and `resource` of its journal rows. */
  readonly name: string;
  /** `leads`: whoever holds `leads:read` may see its events. */
  readonly plural: string;
  /** Schema of what an event carries as the thing it is about. */
  readonly dto: Type<unknown>;
  /** Everything that can be told of it: `created` for `lead.created`. */
  readonly verbs: readonly string[];
  /** Whether owners decide with whom they share each one: its events are then for its owner alone. */
  readonly shared?: boolean;
  /** Whether each lives within a record of another type: who does not see that one's events sees none of this one's. */
  readonly within?: boolean;
  /** Records whose events take permissions of their own besides. */
  readonly guarded?: GuardedPart;
}

/** Undefined for a record type that stays inside. */
export function eventSourceOf<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
): EventSource | undefined {
  const {
    name,
    plural,
    dto,
    published,
    verbs = [],
    announces = [],
    shared = false,
    within = false,
    guarded,
  } = descriptor;
  const merging = descriptor.mergeable === undefined ? [] : MERGE_VERBS;
  const told = published ? [...RECORD_VERBS, ...merging, ...verbs] : announces;
  const source = { name, plural, dto, verbs: told, shared, within, ...(guarded && { guarded }) };
  return told.length === 0 ? undefined : source;
}

/** Whether an event tells that a thing was erased: it holds no values, and concerns whoever has a copy. */
export function tellsOfErasure(type: string): boolean {
  return type.endsWith('.erased');
}

export function typesOf({ name, verbs }: Pick<EventSource, 'name' | 'verbs'>): string[] {
  return verbs.map((verb) => `${name}.${verb}`);
}

/** Whether a pattern (`*`, `lead.*`, `lead.created`) covers an event type. */
export function covers(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}
