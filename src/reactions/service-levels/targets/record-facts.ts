import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { RecordSnapshot } from '../../../platform/resource/record-snapshot.js';
import type { ServiceLevelOptions } from '../../../platform/resource/service-level-options.js';
import type { SlaMetric } from '../policies/index.js';

export type ServiceLevel = ServiceLevelOptions<RecordEntity>;

/** Whether a record has what a metric measures, as its fields say; true also of what its type has no fields for. */
export function isMet(metric: SlaMetric, options: ServiceLevel, record: RecordSnapshot): boolean {
  switch (metric) {
    case 'firstResponse':
      return options.firstResponse === undefined || isGiven(record[options.firstResponse.at]);
    case 'nextResponse':
      return options.nextResponse === undefined || !isOwed(options.nextResponse, record);
    case 'resolution':
      return hasOneOf(options.resolution, record);
  }
}

/** Whether clocks stand still. @param type `lead.deleted`: a record that is not there has time */
export function isPaused({ pause }: ServiceLevel, record: RecordSnapshot, type: string): boolean {
  return type.endsWith('.deleted') || (pause !== undefined && hasOneOf(pause, record));
}

export function priorityOf({ priority }: ServiceLevel, record: RecordSnapshot): string | null {
  const value = priority === undefined ? null : record[priority.field];
  return typeof value === 'string' ? value : null;
}

function isOwed(
  { asked, answered }: NonNullable<ServiceLevel['nextResponse']>,
  record: RecordSnapshot,
): boolean {
  const [question, answer] = [record[asked], record[answered]];
  if (typeof question !== 'string' || typeof answer !== 'string') return false;
  return Date.parse(question) > Date.parse(answer);
}

function hasOneOf(
  { field, values }: { readonly field: string; readonly values: readonly string[] },
  record: RecordSnapshot,
): boolean {
  const value = record[field];
  return typeof value === 'string' && values.includes(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
