import type { OrganizationDto } from './dto/organization.dto.js';
import type { OrganizationRow } from './own-organizations.js';

/** An organization as the API shows it. */
export function organizationView(row: OrganizationRow): OrganizationDto {
  const { id, name, slug, role, plan, state, industry, businessType, phone, email, version } = row;
  return {
    ...{ id, name, slug, role, plan, state, industry, businessType, phone, email },
    businessHours: row.businessHours,
    closesAt: row.closesAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version,
  };
}
