import './require-node.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm, root } from './npm.mjs';

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];
// Under NODE_ENV=production npm would leave the compiler out, and with engine-strict refuse over a notice.
const WHOLE = ['--include=dev', '--include=optional', '--engine-strict=false'];

/** Runs `npm ci` when node_modules is missing or does not hold what package-lock.json names; else does nothing. */
export function ensureInstalled() {
  if (isInstalled(root)) return;
  console.log('Installing packages (npm ci) …');
  npm(['ci', ...QUIET, ...WHOLE]);
}

/** Compares versions, not file times: a fresh checkout must not throw a complete node_modules away. */
export function isInstalled(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureInstalled();
