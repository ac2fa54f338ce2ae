import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../platform/context/request-context.js';
import { fieldNames } from '../../platform/http/fields/field-names.js';
import type { BulkAnswerDto } from '../../platform/resource/writes/bulk-answer.dto.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';

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
   * its event. A record that is gone, that the caller may not update, or for which `edit` throws, is refused alone.
   *
   * @throws {PermissionDeniedError} 403 when the caller may update no record of the type
   */
  retag(
    { service }: RegisteredResource,
    ids: readonly string[],
    edit: (tags: readonly string[]) => string[],
  ): Promise<BulkAnswerDto> {
    return service.updateMany(ids, ({ tags }) => ({ tags: edit(tags) }));
  }
}
