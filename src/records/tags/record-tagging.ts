import { Injectable } from '@nestjs/common';
import { DomainError, NotFoundError } from '../../kernel/errors.js';
import { currentScope, scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { fieldNames } from '../../platform/http/fields/field-names.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';

interface TaggedRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly tags: readonly string[];
}

/** What became of a record: its version now, or why it was not changed. */
export type TagOutcome = { readonly version: number } | { readonly error: DomainError };

/** Changes the tags of records of any type, as updates by the caller. */
@Injectable()
export class RecordTagging {
  constructor(private readonly foundation: RecordFoundation) {}

  /** The record types whose tags a client may set, in the order of their plurals. */
  get resources(): readonly RegisteredResource[] {
    return this.foundation.registry
      .list()
      .filter(({ descriptor }) => fieldNames(descriptor.createDto).includes('tags'))
      .sort((one, other) => (one.descriptor.plural < other.descriptor.plural ? -1 : 1));
  }

  /** Those of them whose tags the caller may see. */
  get visible(): readonly RegisteredResource[] {
    const access = currentAccess();
    return this.resources.filter(
      ({ descriptor: { plural } }) =>
        access.reach(`${plural}:read`) !== undefined && !access.hiddenFields(plural).has('tags'),
    );
  }

  /** The quoted table of a record type. */
  tableOf({ descriptor }: RegisteredResource): string {
    return `"${this.foundation.database.dataSource.getMetadata(descriptor.entity).tableName}"`;
  }

  /**
   * Gives each record the tags that `edit` makes of those it has, in one transaction: what changes gets a new version and
   * its event. A record that is gone, or that the caller may not update, has an error for an outcome.
   *
   * @throws {PermissionDeniedError} 403 when the caller may update no record of the type
   */
  async retag(
    resource: RegisteredResource,
    ids: readonly string[],
    edit: (tags: readonly string[]) => readonly string[] | DomainError,
  ): Promise<ReadonlyMap<string, TagOutcome>> {
    await this.foundation.journal.prepare();
    return this.foundation.database.transaction(async () => {
      const outcomes = new Map<string, TagOutcome>();
      for (const { id, tags } of await this.lock(resource, ids)) {
        const edited = edit(tags);
        outcomes.set(
          id,
          edited instanceof DomainError ? { error: edited } : await this.write(resource, id, edited),
        );
      }
      const { name } = resource.descriptor;
      const missing = new NotFoundError(name.charAt(0).toUpperCase() + name.slice(1));
      for (const id of ids) if (!outcomes.has(id)) outcomes.set(id, { error: missing });
      return outcomes;
    });
  }

  /** In the order of their ids, so that two calls about the same records wait for each other instead of for ever. */
  private lock(resource: RegisteredResource, ids: readonly string[]): Promise<TaggedRow[]> {
    const values: unknown[] = [ids];
    const scope = currentScope(`${resource.descriptor.plural}:update`);
    const reached =
      scope === undefined ? 'true' : scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`);
    return this.foundation.database.query<TaggedRow>({
      text: `SELECT id, tags FROM ${this.tableOf(resource)}
        WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL AND ${reached} ORDER BY id FOR UPDATE`,
      values,
    });
  }

  private async write(
    { service }: RegisteredResource,
    id: string,
    tags: readonly string[],
  ): Promise<TagOutcome> {
    try {
      const { version } = await service.update(id, { tags: [...tags] });
      return { version };
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) return { error };
      throw error;
    }
  }
}
