import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { queryDatabase } from './server-query.js';

const TABLES = `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
const FILES = `SELECT job_id AS job, is_compressed AS packed, bytes FROM job_files`;

/**
 * Where a text still stands in a database: every column of every table of every schema, as text, and bytes as they are. Names
 * the tables; what is encrypted it cannot see.
 */
export async function tablesWith(url: string, text: string): Promise<string[]> {
  const found: string[] = [];
  const bytes = Buffer.from(text).toString('hex');
  for (const { name } of await queryDatabase<{ name: string }>(url, TABLES)) {
    const count = `SELECT count(*)::integer AS count FROM ${name} AS held
      WHERE to_jsonb(held)::text ILIKE $1 OR to_jsonb(held)::text ILIKE $2`;
    const [row] = await queryDatabase<{ count: number }>(url, count, [`%${text}%`, `%${bytes}%`]);
    if ((row?.count ?? 0) > 0) found.push(name);
  }
  return found;
}

/** Jobs whose files hold the text. */
export async function jobFilesWith(url: string, text: string): Promise<string[]> {
  const parts = await queryDatabase<{ job: string; packed: boolean; bytes: Buffer }>(url, FILES);
  const found = parts.filter(({ packed, bytes }) => (packed ? gunzipSync(bytes) : bytes).includes(text));
  return [...new Set(found.map(({ job }) => job))];
}

/** Files below a folder that hold the text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}
