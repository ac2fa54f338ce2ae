import { Injectable } from '@nestjs/common';
import { type DomainError, ValidationError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import {
  CustomFieldCatalogue,
  type CustomFieldValues,
  type DeletedFields,
  type DynamicField,
  takesCustomFields,
} from '../../platform/resource/custom-fields.js';
import { isNamed } from '../../platform/resource/lists/named-fields.js';
import { CUSTOM_FIELDS } from '../../platform/resource/writes/record-changes.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import type { FieldDefinition } from './field-definition.js';
import { FieldDefinitions } from './field-definitions.js';
import { dynamicField } from './field-expression.js';
import { ReferenceTargets } from './reference-targets.js';
import { type NewReference, settleValues } from './settle-values.js';

const NO_VALUES: CustomFieldValues = {};

interface PendingReference extends NewReference {
  readonly write: Refusable;
}

interface Refusable {
  refuse(error: DomainError): void;
}

/** What the record foundation asks of a tenant's custom fields. */
@Injectable()
export class TenantCustomFields extends CustomFieldCatalogue {
  constructor(
    private readonly definitions: FieldDefinitions,
    private readonly targets: ReferenceTargets,
  ) {
    super();
  }

  async listFields(
    plural: string,
    wanted: readonly string[] = [],
  ): Promise<ReadonlyMap<string, DynamicField>> {
    const hidden = currentAccess().hiddenFields(plural);
    if (hidden.has(CUSTOM_FIELDS)) return new Map();
    const keys = wanted.map((name) => name.slice(CUSTOM_FIELDS.length + 1));
    const fields = await this.definitions.of(plural, keys);
    const seen = [...fields.values()].map(dynamicField).filter(({ key }) => !isNamed(hidden, key));
    return new Map(seen.map((field) => [field.key, field]));
  }

  async names(plural: string): Promise<ReadonlySet<string>> {
    const { live, deleted } = await this.definitions.all();
    const keys = live.get(plural)?.keys() ?? [];
    return new Set([...[...keys].map((key) => `${CUSTOM_FIELDS}.${key}`), ...(deleted.get(plural) ?? [])]);
  }

  async deletedFields(): Promise<DeletedFields> {
    return (await this.definitions.all()).deleted;
  }

  async sharedKeys(plural: string, other: string): Promise<ReadonlySet<string>> {
    const fields = await this.definitions.of(plural);
    const others = await this.definitions.of(other);
    const isShared = ({ key, type, referenceTo }: FieldDefinition) =>
      others.get(key)?.type === type && others.get(key)?.referenceTo === referenceTo;
    return new Set([...fields.values()].filter(isShared).map(({ key }) => key));
  }

  async referencesTo(plural: string, target: string): Promise<readonly DynamicField[]> {
    const fields = [...(await this.definitions.of(plural)).values()];
    return fields.filter(({ referenceTo }) => referenceTo === target).map(dynamicField);
  }

  async settle<Entity extends RecordEntity>(
    descriptor: ResourceDescriptor<Entity>,
    writes: readonly RecordWrite<Entity>[],
    asking: ReadonlySet<RecordWrite<Entity>>,
  ): Promise<void> {
    if (!takesCustomFields(descriptor)) return;
    const touching = writes.filter(touches);
    if (touching.length === 0) return;
    const { plural } = descriptor;
    const fields = await this.definitions.of(plural, changedKeys(touching));
    const readOnly = currentAccess().readOnlyFields(plural);
    const asksFor = (key: string) => !isNamed(readOnly, `${CUSTOM_FIELDS}.${key}`);
    const pending: PendingReference[] = [];
    for (const write of touching) {
      const change = {
        before: write.before?.customFields ?? NO_VALUES,
        wanted: write.after.customFields,
        isNew: write.verb === 'created',
        asksFor,
      };
      const { values, faults, references } = settleValues(fields, change, plural);
      write.after.customFields = values;
      if (faults.length > 0) write.refuse(new ValidationError(faults));
      else if (asking.has(write)) pending.push(...references.map((reference) => ({ ...reference, write })));
    }
    if (pending.length > 0) await this.refuseDangling(pending);
  }

  /** One query a resource, however many records a call writes. */
  private async refuseDangling(pending: readonly PendingReference[]): Promise<void> {
    for (const resource of new Set(pending.map((reference) => reference.resource))) {
      const references = pending.filter((reference) => reference.resource === resource);
      const found = await this.targets.existing(resource, [...new Set(references.map(({ id }) => id))]);
      for (const { field, id, write } of references) {
        if (!found.has(id)) write.refuse(new ValidationError([{ field, message: 'does not exist' }]));
      }
    }
  }
}

/** A new record may lack what is required; any other matters when its custom fields change. */
function touches<Entity extends RecordEntity>({ verb, before, after }: RecordWrite<Entity>): boolean {
  if (verb === 'created') return true;
  return verb === 'updated' && before !== undefined && before.customFields !== after.customFields;
}

function changedKeys<Entity extends RecordEntity>(writes: readonly RecordWrite<Entity>[]): string[] {
  const keys = writes.flatMap(({ before, after }) =>
    Object.entries(after.customFields)
      .filter(([key, value]) => value !== (before?.customFields[key] ?? null))
      .map(([key]) => key),
  );
  return [...new Set(keys)];
}
