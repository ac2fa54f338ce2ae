import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FixtureTree, repository } from './fixtures/fixture-tree.js';
import { lintClean, lintFaults } from './fixtures/lint-faults.js';

interface LintResult {
  filePath: string;
  messages: { ruleId: string | null; message: string; line: number; severity: number }[];
}

describe('lint rules', () => {
  let tree: FixtureTree;
  const reported = new Map<string, LintResult['messages']>();

  beforeAll(async () => {
    const faults = Object.fromEntries(lintFaults.map(({ path, code }) => [path, code]));
    tree = await FixtureTree.create({ ...faults, ...lintClean });
    await symlink(join(repository, 'node_modules'), join(tree.root, 'node_modules'), 'junction');
    const config = join(repository, 'eslint.config.mjs');
    const run = await tree.run('eslint/bin/eslint.js', '--config', config, '--format', 'json', '.');
    if (run.exitCode !== 1)
      throw new Error(`ESLint ended with ${run.exitCode}, not with findings: ${run.stderr}`);
    for (const result of JSON.parse(run.stdout) as LintResult[]) {
      reported.set(relative(tree.root, result.filePath).replaceAll('\\', '/'), result.messages);
    }
  }, 60_000);

  afterAll(() => tree.remove());

  it.each(lintFaults)('$rule bites in $path', ({ rule, path }) => {
    const errors = (reported.get(path) ?? []).filter(({ severity }) => severity === 2);
    expect([...new Set(errors.map(({ ruleId }) => ruleId))]).toEqual([rule]);
  });

  it.each(Object.keys(lintClean))('%s passes', (path) => {
    expect(reported.get(path)).toEqual([]);
  });
});
