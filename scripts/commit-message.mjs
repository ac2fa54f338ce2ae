/**
 * Conventional Commits (https://www.conventionalcommits.org): `type(scope)!: subject`.
 * As a git hook: `node scripts/commit-message.mjs .git/COMMIT_EDITMSG`.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const types = [
  'feat',
  'fix',
  'docs',
  'test',
  'refactor',
  'perf',
  'bench',
  'build',
  'ci',
  'chore',
  'style',
  'revert',
];
const header = new RegExp(`^(${types.join('|')})(\\([a-z0-9][a-z0-9-/]*\\))?!?: \\S.*$`);
const longest = 120;

/**
 * @param {string} message a whole commit message
 * @returns {string[]} what is wrong with it, empty when nothing is
 */
export function commitMessageFaults(message) {
  const [subject = '', second = ''] = message.split(/\r?\n/);
  // Git writes these itself.
  if (/^(Merge |Revert "|fixup! |squash! )/.test(subject)) return [];
  const faults = [];
  if (!header.test(subject)) {
    faults.push(`"${subject}" is not "type(scope): subject" with a type of ${types.join(', ')}.`);
  }
  if (subject.length > longest)
    faults.push(`The subject has ${subject.length} characters, more than ${longest}.`);
  if (subject.endsWith('.')) faults.push('The subject ends with a full stop.');
  if (second !== '') faults.push('The second line is not empty.');
  return faults;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = commitMessageFaults(readFileSync(process.argv[2] ?? 0, 'utf8').trimEnd());
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
