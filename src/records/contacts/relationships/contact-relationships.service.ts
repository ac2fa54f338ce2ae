import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import type { Contact } from '../contact.entity.js';
import { ContactsService } from '../contacts.service.js';
import { ContactRelationshipsStore, type StoredRelationship } from './contact-relationships.store.js';
import type { CreateRelationshipDto } from './dto/create-relationship.dto.js';
import type { RelationshipDto } from './dto/relationship.dto.js';
import { inverseOf } from './relationship-kinds.js';
import {
  DuplicateRelationshipError,
  MAXIMUM_RELATIONSHIPS,
  OwnRelationshipError,
  TooManyRelationshipsError,
} from './relationship.errors.js';

/** What contacts are to each other. A relationship is of both: whoever makes or ends one may change both. */
@Injectable()
export class ContactRelationshipsService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly store: ContactRelationshipsStore,
    private readonly clock: Clock,
  ) {}

  async list(contactId: string, query: ListQuery): Promise<Page<RelationshipDto>> {
    await this.contacts.get(contactId);
    const page = readPageQuery(query);
    const { relationships, count } = await this.store.list(contactId, page);
    return numberedPage(
      relationships.map((relationship) => seenFrom(contactId, relationship)),
      count,
      page,
    );
  }

  /** @throws {OwnRelationshipError} 422 · {NotFoundError} 404 · {DuplicateRelationshipError} 409 */
  async create(contactId: string, input: CreateRelationshipDto): Promise<RelationshipDto> {
    if (input.contactId === contactId) throw new OwnRelationshipError();
    const isStraight = contactId < input.contactId;
    const relationship: StoredRelationship = {
      id: newId(),
      contactId: isStraight ? contactId : input.contactId,
      otherId: isStraight ? input.contactId : contactId,
      kind: isStraight ? input.kind : inverseOf(input.kind),
      note: input.note ?? null,
      createdAt: this.clock.now().toISOString(),
      createdBy: currentActor().id,
    };
    await this.withBoth(relationship, async (both) => {
      for (const { id } of both) {
        if ((await this.store.countOf(id)) >= MAXIMUM_RELATIONSHIPS) throw new TooManyRelationshipsError();
      }
      if (!(await this.store.insert(relationship))) throw new DuplicateRelationshipError();
      await this.tell(both, relationship, true);
    });
    return seenFrom(contactId, relationship);
  }

  /** @throws {NotFoundError} 404 when the contact has no such relationship, or the other one is out of reach. */
  async remove(contactId: string, relationshipId: string): Promise<void> {
    const relationship = await this.store.find(relationshipId, contactId);
    if (relationship === undefined) throw new NotFoundError('Relationship');
    await this.withBoth(relationship, async (both) => {
      if (!(await this.store.remove(relationshipId))) throw new NotFoundError('Relationship');
      await this.tell(both, relationship, false);
    });
  }

  /** Locks in the order of ids, so that nobody waits for whom they keep waiting. */
  private withBoth(
    { contactId, otherId }: StoredRelationship,
    work: (both: readonly [Contact, Contact]) => Promise<void>,
  ): Promise<void> {
    return this.contacts.withLocked(contactId, (one) =>
      this.contacts.withLocked(otherId, (other) => work([one, other])),
    );
  }

  /** No more than which kind: the other contact may be one that a reader of the event does not know of. */
  private async tell(
    both: readonly [Contact, Contact],
    relationship: StoredRelationship,
    isMade: boolean,
  ): Promise<void> {
    for (const contact of both) {
      const { id, kind } = seenFrom(contact.id, relationship);
      const change = isMade ? { old: null, new: { id, kind } } : { old: { id, kind }, new: null };
      await this.contacts.amend(contact, {}, { relationships: change });
    }
  }
}

/** A relationship as one of its two contacts has it. */
function seenFrom(id: string, { contactId, otherId, kind, ...rest }: StoredRelationship): RelationshipDto {
  const { id: relationshipId, note, createdAt, createdBy } = rest;
  const seen = id === contactId ? { contactId: otherId, kind } : { contactId, kind: inverseOf(kind) };
  return { id: relationshipId, ...seen, note, createdAt, createdBy };
}
