import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const COMPILED = join(ROOT, 'node_modules', '.cache', 'test-compiled');

/** Where a source of the product or of the tests is as JavaScript that plain Node runs; the set-up of a run writes it. */
export function compiledPath(source: string): string {
  return join(COMPILED, relative(ROOT, source).replace(/\.ts$/, '.js'));
}
