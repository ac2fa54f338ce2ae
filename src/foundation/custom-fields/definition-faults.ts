import { isDeepStrictEqual } from 'node:util';
import type { ErrorDetail } from '../../kernel/errors.js';
import type { CustomField } from './custom-field.entity.js';
import { type FieldType, hasOptions } from './field-definition.js';

/** Of these hardly any record has a value of its own. */
const NEVER_UNIQUE: ReadonlySet<FieldType> = new Set(['boolean', 'multi-select']);
/** Stored values, and whoever reads them, rely on these. */
const FIXED = ['resource', 'key', 'type', 'referenceTo'] as const;

/** What fields can be about. */
export interface FieldTargets {
  /** Resources that may have custom fields: `leads`. */
  readonly resources: readonly string[];
  /** What a reference may lead to. */
  readonly references: readonly string[];
}

/** Everything that is wrong with a definition by itself. */
export function faultsOfDefinition(
  after: CustomField,
  before: CustomField | undefined,
  targets: FieldTargets,
): ErrorDetail[] {
  return before === undefined
    ? [...faultsOfTargets(after, targets), ...faultsOfOptions(after), ...faultsOfUnique(after)]
    : [...faultsOfChange(after, before), ...faultsOfOptions(after), ...faultsOfUnique(after)];
}

function faultsOfTargets(
  { resource, type, referenceTo }: CustomField,
  { resources, references }: FieldTargets,
): ErrorDetail[] {
  const isReference = type === 'reference';
  return [
    ...faultIf(!resources.includes(resource), 'resource', `must be one of ${resources.join(', ')}`),
    ...faultIf(isReference && referenceTo === null, 'referenceTo', 'is required for a reference'),
    ...faultIf(!isReference && referenceTo !== null, 'referenceTo', 'is for references alone'),
    ...faultIf(
      isReference && referenceTo !== null && !references.includes(referenceTo),
      'referenceTo',
      `must be one of ${references.join(', ')}`,
    ),
  ];
}

function faultsOfChange(after: CustomField, before: CustomField): ErrorDetail[] {
  return FIXED.flatMap((field) =>
    faultIf(!isDeepStrictEqual(after[field], before[field]), field, 'cannot be changed'),
  );
}

function faultsOfOptions({ type, options }: CustomField): ErrorDetail[] {
  if (!hasOptions(type)) return faultIf(options.length > 0, 'options', 'are for selects alone');
  const values = options.map(({ value }) => value);
  const twice = values.findIndex((value, index) => values.indexOf(value) < index);
  return [
    ...faultIf(options.length === 0, 'options', 'must name at least one'),
    ...faultIf(twice >= 0, `options.${twice}.value`, 'is there twice'),
  ];
}

function faultsOfUnique({ type, unique }: CustomField): ErrorDetail[] {
  return faultIf(unique && NEVER_UNIQUE.has(type), 'unique', `is not for fields of type ${type}`);
}

function faultIf(isFault: boolean, field: string, message: string): ErrorDetail[] {
  return isFault ? [{ field, message }] : [];
}
