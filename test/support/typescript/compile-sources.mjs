import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { transform } from '@swc/core';
import { SWC_OPTIONS } from './swc-options.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const TARGET = join(ROOT, 'node_modules', '.cache', 'test-compiled');
const FOLDERS = ['src', 'demo', 'migrations', join('test', 'support'), join('test', 'faults')];
const AT_ONCE = 50;

/**
 * Compiles the sources into `compiledPath`, once for a whole run: tests start the product as a process hundreds of times, and
 * none of these compiles anything. What has not changed since is left as it is.
 */
export async function compileSources() {
  const sources = (await Promise.all(FOLDERS.map(sourcesIn))).flat();
  const wanted = new Set(sources.map((file) => file.replace(/\.ts$/, '.js')));
  const stale = (await filesIn(TARGET)).filter((file) => file.endsWith('.js') && !wanted.has(file));
  for (const file of stale) await rm(join(TARGET, file));
  for (let start = 0; start < sources.length; start += AT_ONCE)
    await Promise.all(sources.slice(start, start + AT_ONCE).map(compile));
  await cp(join(ROOT, 'demo', 'data'), join(TARGET, 'demo', 'data'), { recursive: true });
}

async function compile(file) {
  const [source, target] = [join(ROOT, file), join(TARGET, file.replace(/\.ts$/, '.js'))];
  const [written, compiled] = await Promise.all([stat(source), stat(target).catch(() => undefined)]);
  if (compiled !== undefined && compiled.mtimeMs > written.mtimeMs) return;
  const { code } = await transform(await readFile(source, 'utf8'), {
    ...SWC_OPTIONS,
    sourceMaps: false,
    filename: source,
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}

async function sourcesIn(folder) {
  const files = await filesIn(join(ROOT, folder));
  return files.filter((file) => /(?<!\.d|\.spec)\.ts$/.test(file)).map((file) => join(folder, file));
}

async function filesIn(folder) {
  try {
    return (await readdir(folder, { recursive: true })).map(String);
  } catch {
    return [];
  }
}
