/**
 * The checks that need no database: `npm run check` runs all of them, two at a time, and prints one line each;
 * `node scripts/check.mjs lint types` runs the named ones. The exit code is the number of checks that failed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const atOnce = 2;
const withCode = ['src', 'migrations', 'demo', 'bench'].filter((folder) => existsSync(resolve(root, folder)));

/** Longest first, so that the short ones fill the gaps. */
const checks = {
  lint: [
    'eslint/bin/eslint.js',
    // No cache: a type-checked finding depends on other files than the one it stands in.
    ...['--max-warnings', '0', '.'],
  ],
  types: ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  format: ['prettier/bin/prettier.cjs', ...['--check', '--log-level', 'warn', '--cache', '.']],
  architecture: [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    ...withCode,
  ],
};

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Resolves to whether the check passed; its output is shown only when it did not. */
function run(name) {
  const [program, ...programArguments] = checks[name];
  const startedAt = Date.now();
  return new Promise((done) => {
    const output = [];
    const child = spawn(process.execPath, [resolve(root, 'node_modules', program), ...programArguments], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      const passed = code === 0;
      console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(12)}  ${seconds(startedAt)}`);
      if (!passed) console.log(Buffer.concat(output).toString());
      done(passed);
    });
  });
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are ${Object.keys(checks).join(', ')}.`);
  process.exit(64);
}

const startedAt = Date.now();
const waiting = named.length > 0 ? named : Object.keys(checks);
const total = waiting.length;
let failures = 0;

async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (!(await run(name))) failures += 1;
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
console.log(`${total - failures} of ${total} checks passed in ${seconds(startedAt)}`);
process.exitCode = failures;
