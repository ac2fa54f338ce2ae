import { Injectable, type OnModuleInit } from '@nestjs/common';
import type {
  MergeGround,
  MergePart,
  MovedRow,
  PartMove,
} from '../../../platform/resource/merging/merge-part.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { ContactRelationshipsStore, type StoredRelationship } from './contact-relationships.store.js';
import { inverseOf } from './relationship-kinds.js';

type Pair = Pick<StoredRelationship, 'id' | 'contactId' | 'otherId' | 'kind'>;

/**
 * The relationships of merged contacts are those of the one that lives on. What both had stays with the merged one, as
 * does what they were to each other.
 */
@Injectable()
export class RelationshipMergePart implements MergePart, OnModuleInit {
  readonly resource = 'contact';
  readonly name = 'relationships';

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly store: ContactRelationshipsStore,
  ) {}

  onModuleInit(): void {
    this.registry.addMergePart(this);
  }

  async move({ survivorId, loserIds }: MergeGround, limit: number): Promise<PartMove> {
    const rows: MovedRow[] = [];
    const lost = new Set(loserIds);
    for (const pair of await this.store.listOf(loserIds, limit + 1)) {
      const [loserId] = [pair.contactId, pair.otherId].filter((id) => lost.has(id));
      const turned = loserId === undefined ? undefined : turn(pair, loserId, survivorId);
      const isInner = turned === undefined || [turned.contactId, turned.otherId].some((id) => lost.has(id));
      if (loserId === undefined || isInner || !(await this.store.change(turned))) continue;
      rows.push({ rowId: pair.id, loserId });
    }
    return { rows };
  }

  async undo({ survivorId }: MergeGround, rows: readonly MovedRow[]): Promise<void> {
    for (const { rowId, loserId } of rows) {
      const pair = await this.store.find(rowId, survivorId);
      const turned = pair && turn(pair, survivorId, loserId);
      if (turned !== undefined) await this.store.change(turned);
    }
  }
}

/** The pair with another contact in the place of one; undefined where that one is the other of the pair. */
function turn({ id, contactId, otherId, kind }: Pair, from: string, to: string): Pair | undefined {
  const [one, other] = contactId === from ? [to, otherId] : [contactId, to];
  if (one === other) return undefined;
  return one < other
    ? { id, contactId: one, otherId: other, kind }
    : { id, contactId: other, otherId: one, kind: inverseOf(kind) };
}
