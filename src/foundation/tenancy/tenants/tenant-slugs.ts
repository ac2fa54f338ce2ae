import { randomBytes } from 'node:crypto';
import { ConflictError, DuplicateError, UnavailableError, ValidationError } from '../../../kernel/errors.js';
import { slugOf, slugWith } from '../../../kernel/slug.js';
import type { ControlDatabase, ControlManager } from '../../../platform/database/control-database.js';
import { isReservedSlug } from './reserved-slugs.js';

/** So many slugs can one tenant keep from others. */
const MOST_SLUGS = 20;
const ATTEMPTS = 5;

const RESERVE = `INSERT INTO tenant_slugs (slug, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING slug`;
const OWNER = 'SELECT tenant_id AS "tenantId" FROM tenant_slugs WHERE slug = $1';
const COUNT = 'SELECT count(*)::integer AS count FROM tenant_slugs WHERE tenant_id = $1';
/** A process of the last build reserves none. */
const FIND = `${OWNER} UNION ALL SELECT id FROM tenants WHERE slug = $1 LIMIT 1`;

/** A slug for a new tenant, made of its name, that no other has or has had. Its row follows in the same transaction. */
export async function reserveSlug(manager: ControlManager, tenantId: string, name: string): Promise<string> {
  const plain = slugOf(name, 'tenant');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const isOwn = attempt === 0 && !isReservedSlug(plain);
    const slug = isOwn ? plain : slugWith(plain, randomBytes(3 + attempt).toString('hex'));
    const reserved = await manager.query<unknown[]>(RESERVE, [slug, tenantId]);
    if (reserved.length > 0) return slug;
  }
  throw new UnavailableError('No slug was free; try again', 1);
}

/**
 * A slug for a tenant that is there, which may be one that it had before. Needs its row locked.
 *
 * @throws {ValidationError} 422 for a reserved word · {DuplicateError} 409 for one that another tenant has or has had ·
 *   {ConflictError} 409 when it has had too many
 */
export async function claimSlug(manager: ControlManager, tenantId: string, slug: string): Promise<void> {
  if (isReservedSlug(slug)) throw new ValidationError([{ field: 'slug', message: 'is a reserved word' }]);
  await manager.query(RESERVE, [slug, tenantId]);
  const [owner] = await manager.query<{ tenantId: string }[]>(OWNER, [slug]);
  if (owner?.tenantId !== tenantId)
    throw new DuplicateError('slug is taken', { details: [{ field: 'slug', message: 'is taken' }] });
  const [kept] = await manager.query<{ count: number }[]>(COUNT, [tenantId]);
  if ((kept?.count ?? 0) > MOST_SLUGS)
    throw new ConflictError(`An organization can have had at most ${MOST_SLUGS} slugs; take one of those`);
}

/** The tenant that has or has had the slug. */
export async function ownerOfSlug(control: ControlDatabase, slug: string): Promise<string | undefined> {
  const [owner] = await control.query<{ tenantId: string }>(FIND, [slug]);
  return owner?.tenantId;
}
