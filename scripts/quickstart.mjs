/** `npm run quickstart [-- --exit]`: installs and builds what is missing, then runs the demo in this process. */
import './require-node.mjs';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './ensure-installed.mjs';
import { npm, root } from './npm.mjs';

const buildRecord = join(root, 'dist', '.tsbuildinfo');

ensureInstalled();
if (!isBuilt()) {
  console.log('Building …');
  npm(['run', 'build']);
  // The compiler leaves its record alone when no content changed; its time tells us that this source was built.
  const now = new Date();
  utimesSync(buildRecord, now, now);
}
await import(pathToFileURL(join(root, 'dist', 'demo', 'quickstart.js')).href);

function isBuilt() {
  if (!existsSync(buildRecord) || !existsSync(join(root, 'dist', 'demo', 'quickstart.js'))) return false;
  const builtAt = statSync(buildRecord).mtimeMs;
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
    join(root, name),
  );
  const sources = ['src', 'migrations', 'demo'].flatMap((name) => filesUnder(join(root, name)));
  return [...settings, ...sources].every((path) => statSync(path).mtimeMs <= builtAt);
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
