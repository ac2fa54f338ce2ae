import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commitMessageFaults } from '../../scripts/commit-message.mjs';
import { FixtureTree, repository } from './fixtures/fixture-tree.js';
import { scanSources } from './source-scan.js';

/** Put together here, because this file is scanned as well. */
const marked = (test: string, mark: string) => `${test}.${mark}('reads', () => {});\n`;

const crossedOut = `${['x', 'it'].join('')}('reads', () => {});\n`;
const unfinished = ['TO', 'DO'].join('');

const planted: Record<string, string> = {
  'src/long.ts': 'export const one = 1;\n'.repeat(301),
  'src/platform/utils.ts': '',
  'src/platform/helpers.ts': '',
  'src/focused.spec.ts': marked('it', 'only'),
  'src/skipped.spec.ts': marked('describe', 'skip'),
  'src/skipped-table.spec.ts': marked('it', 'skip.each([1])'),
  'src/crossed-out.spec.ts': crossedOut,
  'src/undone.ts': `// ${unfinished} later\n`,
};

describe('source rules', () => {
  let tree: FixtureTree;

  beforeAll(async () => {
    tree = await FixtureTree.create({ ...planted, 'src/exact.ts': 'export const one = 1;\n'.repeat(300) });
  });

  afterAll(() => tree.remove());

  it('bite on planted faults, and on nothing else', async () => {
    const { faults } = await scanSources(tree.root, ['src']);
    expect(faults.map(({ path, fault }) => `${path}: ${fault}`).sort()).toEqual([
      'src/crossed-out.spec.ts: skipped or focused test',
      'src/focused.spec.ts: skipped or focused test',
      'src/long.ts: too long',
      'src/platform/helpers.ts: utils file',
      'src/platform/utils.ts: utils file',
      'src/skipped-table.spec.ts: skipped or focused test',
      'src/skipped.spec.ts: skipped or focused test',
      'src/undone.ts: left undone',
    ]);
  });

  it('are kept by this repository', async () => {
    const { files, faults } = await scanSources(repository, ['src', 'migrations', 'demo', 'bench', 'test']);
    expect(faults).toEqual([]);
    expect(files).toBeGreaterThan(0);
  });
});

describe('commit messages', () => {
  it.each([
    'feat: sign webhooks with two secrets during a rotation',
    'fix(records/deals): keep the stage order\n\nTwo writers could swap stages.',
    'refactor(kernel)!: rename Page to ListPage',
    "Merge branch 'feature'",
  ])('%j is accepted', (message) => {
    expect(commitMessageFaults(message)).toEqual([]);
  });

  it.each([
    'sign webhooks',
    'feature: sign webhooks',
    'feat sign webhooks',
    'feat: sign webhooks.',
    `feat: ${'x'.repeat(120)}`,
    'feat: sign webhooks\nand more',
    '',
  ])('%j is refused', (message) => {
    expect(commitMessageFaults(message)).not.toEqual([]);
  });

  it('of the last 50 commits follow the form', async () => {
    // An archive of the sources, such as the one a Docker build sees, has no history to check.
    if (!existsSync(join(repository, '.git'))) return;
    const { stdout } = await promisify(execFile)('git', ['log', '-50', '--no-merges', '--format=%B%x00'], {
      cwd: repository,
    });
    const messages = stdout.split('\0').map((message) => message.trim());
    const faults = messages.filter((message) => message !== '').flatMap(commitMessageFaults);
    expect(faults).toEqual([]);
  });
});
