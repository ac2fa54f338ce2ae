/** `npm run test:faults [-- rounds [jest arguments]]`: test/faults again and again, then a figure per row. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './npm.mjs';

const [first = '1', ...rest] = process.argv.slice(2);
const rounds = /^\d+$/.test(first) ? Number(first) : 1;
const jestArguments = /^\d+$/.test(first) ? rest : process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'crm-faults-'));
const file = join(folder, 'figures.jsonl');

let failed = 0;
for (let round = 1; round <= rounds; round += 1) {
  const begin = Date.now();
  const code = await runRound();
  if (code !== 0) failed += 1;
  const seconds = Math.round((Date.now() - begin) / 1_000);
  console.log(`round ${round} of ${rounds}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}
printFigures();
rmSync(folder, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;

function runRound() {
  const child = spawn(
    process.execPath,
    // One at a time: beside other fault specs a slow answer says nothing.
    ['scripts/test.mjs', '--runInBand', '--testPathPatterns', 'test/faults/', ...jestArguments],
    { cwd: root, stdio: 'inherit', env: { ...process.env, FAULT_FIGURES: file } },
  );
  return new Promise((ended) => child.on('exit', (code) => ended(code ?? 1)));
}

function printFigures() {
  const rows = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  for (const { row, store, slowest, ...counts } of lines.filter(Boolean).map((line) => JSON.parse(line))) {
    const name = `${row} (${store})`;
    const sum = rows.get(name) ?? {
      rounds: 0,
      events: 0,
      requests: 0,
      duplicates: 0,
      missing: 0,
      slowest: 0,
    };
    for (const [figure, count] of Object.entries(counts)) sum[figure] += count;
    rows.set(name, { ...sum, rounds: sum.rounds + 1, slowest: Math.max(sum.slowest, slowest) });
  }
  // `missing` counts all that must not be: lost or invented events, requests that no log knows. `slowest` in ms.
  console.table(Object.fromEntries(rows));
}
