import { Injectable } from '@nestjs/common';
import { BadRequestError, ConflictError, NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { CustomFieldCatalogue, takesCustomFields } from '../../../platform/resource/custom-fields.js';
import type { FilterField } from '../../../platform/resource/lists/list-filters.js';
import { type RegisteredResource, ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { ExportColumn } from './export-columns.js';
import type { ExportRequest } from './export-request.js';

/** Records that are read, and held, at once. */
const SLICE = 500;
const CUSTOM_FIELDS = 'customFields';

/** How an export goes, for its reader with the rights of now. */
@Injectable()
export class ExportPlans {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly customFields: CustomFieldCatalogue,
  ) {}

  /** @param path `leads` @throws {BadRequestError} 400 for what the list refuses · {PermissionDeniedError} 403 */
  async columns(path: string, { fields }: ExportRequest): Promise<readonly ExportColumn[]> {
    const { descriptor } = this.resource(path);
    const { plural } = descriptor;
    const hidden = currentAccess().hiddenFields(plural);
    const seen = fieldNames(descriptor.dto).filter((field) => !hidden.has(field));
    const asked = fields === undefined ? seen : ['id', ...fields.filter((field) => field !== 'id')];
    const added = takesCustomFields(descriptor)
      ? [...(await this.customFields.listFields(plural))].map(([name, { field }]) => columnOf(name, field))
      : [];
    return asked.flatMap((name) => {
      if (name === CUSTOM_FIELDS && takesCustomFields(descriptor)) return added;
      return [columnOf(name, descriptor.policy.filters.get(name))];
    });
  }

  /**
   * @throws what the list throws · {ConflictError} 409 when what the reader may see is not what it was at the beginning
   */
  async slice(path: string, { list }: ExportRequest, cursor?: string): Promise<Page<RecordView>> {
    try {
      return await this.resource(path).service.slice({ list, cursor, size: SLICE });
    } catch (error) {
      const isStale = error instanceof BadRequestError && error.details[0]?.field === 'cursor';
      if (!isStale) throw error;
      const message = 'What you may see has changed since the export began: ask for it again';
      throw new ConflictError(message, { cause: error }, 'RIGHTS_CHANGED');
    }
  }

  /** How many records there are, where it is known without reading them. */
  async total(path: string, { list }: ExportRequest): Promise<number | null> {
    const page = await this.resource(path).service.slice({ list, size: 1, includeTotal: true });
    return page.totalCountCapped === true ? null : (page.totalCount ?? null);
  }

  /** @throws {NotFoundError} for what is no record type of this build */
  resource(path: string): RegisteredResource {
    const resource = this.registry.findByPath(path);
    if (resource === undefined) throw new NotFoundError('Resource');
    return resource;
  }
}

function columnOf(name: string, field: FilterField | undefined): ExportColumn {
  const kind = field?.kind;
  return { name, form: kind === 'date' || kind === 'dateTime' ? kind : 'plain' };
}
