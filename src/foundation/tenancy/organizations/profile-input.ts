import { type BusinessHours, faultsOfBusinessHours } from '../../../kernel/business-hours.js';
import { ValidationError } from '../../../kernel/errors.js';
import type { TenantProfile } from '../tenants/index.js';

/** What a caller says of an organization, as it is stored. @throws {ValidationError} for business hours that cannot be. */
export function profileOf(input: Partial<TenantProfile>): Partial<TenantProfile> {
  const { businessHours } = input;
  if (businessHours === undefined || businessHours === null) return { ...input };
  const faults = faultsOfBusinessHours(businessHours);
  if (faults.length > 0)
    throw new ValidationError(
      faults.map(({ field, message }) => ({ field: `businessHours.${field}`, message })),
    );
  // As JSON holds it, so that it compares equal with what is stored.
  return { ...input, businessHours: JSON.parse(JSON.stringify(businessHours)) as BusinessHours };
}
