import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/** The migrations of one kind of database, oldest first. */
export interface MigrationSet {
  readonly migrations: readonly MigrationClass[];
  /** Timestamp of the newest migration: the schema version this build brings. */
  readonly version: number;
  /** Names the schema that the whole set makes; 12 hex digits. */
  readonly hash: string;
}

const FILE = /^(\d{14})-[a-z0-9-]+\.(?:ts|js)$/;

/** Reads `migrations/<kind>/<timestamp>-<verb>-<noun>`; each file exports one migration class. */
export async function loadMigrations(kind: 'control' | 'tenant'): Promise<MigrationSet> {
  const folder = new URL(`../../../migrations/${kind}/`, import.meta.url);
  const files = (await readdir(fileURLToPath(folder))).filter((file) => FILE.test(file)).sort();
  const migrations: MigrationClass[] = [];
  const digest = createHash('sha256');
  for (const file of files) {
    const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    const migration = Object.values(exported).find(isMigrationClass);
    if (migration === undefined) throw new Error(`migrations/${kind}/${file} exports no migration class`);
    migrations.push(migration);
    digest.update(`${file.slice(0, 14)}\n${migration.toString()}\n`);
  }
  const newest = files.at(-1)?.slice(0, 14) ?? '0';
  return { migrations, version: Number(newest), hash: digest.digest('hex').slice(0, 12) };
}

function isMigrationClass(value: unknown): value is MigrationClass {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { prototype?: unknown };
  return typeof prototype === 'object' && prototype !== null && 'up' in prototype;
}
