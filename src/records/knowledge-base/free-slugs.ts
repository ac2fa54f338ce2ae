import { slugOf, slugWith } from '../../kernel/slug.js';
import type { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';

interface Slugged {
  id: string;
  slug: string | null;
}

export interface SlugSource<Entity> {
  /** `articles`, which has a column `slug`. */
  readonly table: string;
  /** What a record is called without a slug of its own. */
  readonly nameOf: (record: Entity) => string;
  /** The slug of a name without Latin letters. */
  readonly fallback: string;
}

const ENDING = 6;

/** One at a time, so that two of one name do not take the same slug. Held to the end of the transaction. */
const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

/**
 * Gives each record that names no slug the one it had, else one made of its name, with an ending where another record has
 * that. One that names a slug keeps it: the unique index decides.
 */
export async function giveFreeSlugs<Entity extends Slugged>(
  writes: readonly RecordWrite<Entity>[],
  database: TenantDatabase,
  { table, nameOf, fallback }: SlugSource<Entity>,
): Promise<void> {
  for (const { before, after } of writes) keepSlug(after, before);
  const without = writes.filter(({ after }) => after.slug === null);
  if (without.length === 0) return;
  await database.query({ text: LOCK, values: [`${table}-slugs`] });
  const wanted = without.map(({ after }) => slugOf(nameOf(after), fallback));
  const rows = await database.query<{ slug: string }>({
    text: `SELECT slug FROM "${table}" WHERE slug = ANY ($1::text[]) AND deleted_at IS NULL`,
    values: [wanted],
  });
  const taken = new Set([...rows, ...writes.map(({ after }) => after)].map(({ slug }) => slug));
  for (const [index, { after }] of without.entries()) {
    const slug = wanted[index] ?? fallback;
    after.slug = taken.has(slug) ? slugWith(slug, after.id.slice(-ENDING)) : slug;
    taken.add(after.slug);
  }
}

function keepSlug(after: Slugged, before: Slugged | undefined): void {
  after.slug ??= before?.slug ?? null;
}
