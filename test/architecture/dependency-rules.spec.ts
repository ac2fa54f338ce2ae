import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dirname, join, posix } from 'node:path';
import { cleanProduct, dependencyFaults } from './fixtures/dependency-faults.js';
import { FixtureTree, repository } from './fixtures/fixture-tree.js';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const dependencies = [
  '@aws-sdk/client-s3',
  '@nestjs/common',
  'bullmq',
  'nodemailer',
  'pg',
  'typeorm',
  'undici',
  'uuid',
];
const packages = [...dependencies, '@jest/globals', 'undeclared'];

const manifest = {
  type: 'module',
  dependencies: Object.fromEntries(dependencies.map((name) => [name, '1.0.0'])),
  devDependencies: { '@jest/globals': '1.0.0' },
};

const packageFiles = packages.flatMap((name) => [
  [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: './index.js' })],
  [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
]);

function specifier(from: string, to: string): string {
  if (!to.endsWith('.ts')) return to;
  const path = posix.relative(dirname(from), to).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** Type-only imports throughout: they must count like any other, and are harder to see. */
const source = (imports: string[]) =>
  imports
    .map(
      (name, index) =>
        `import type * as part${index} from '${name}';\nexport type Part${index} = typeof part${index};\n`,
    )
    .concat('export {};\n')
    .join('');

function productFiles(product: Record<string, string[]>): Record<string, string> {
  return {
    'package.json': JSON.stringify(manifest),
    ...(Object.fromEntries(packageFiles) as Record<string, string>),
    ...Object.fromEntries(Object.entries(product).map(([path, imports]) => [path, source(imports)])),
  };
}

async function violationsIn(tree: FixtureTree): Promise<Violation[]> {
  const { stdout, stderr } = await tree.run(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...[
      '--config',
      join(repository, '.dependency-cruiser.mjs'),
      '--output-type',
      'json',
      'src',
      'migrations',
      'demo',
    ],
  );
  if (stdout === '') throw new Error(`dependency-cruiser gave no answer: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  if (summary.totalCruised < Object.keys(cleanProduct).length) throw new Error('Not every file was cruised.');
  return summary.violations;
}

describe('dependency rules', () => {
  let clean: FixtureTree;
  let faulty: FixtureTree;
  let found: Violation[];

  beforeAll(async () => {
    clean = await FixtureTree.create(productFiles(cleanProduct));
    const faults: Record<string, string[]> = {
      'src/platform/cache/g.ts': ['./f.js'],
      'src/foundation/audit/audit.entity.ts': ['typeorm'],
    };
    for (const { from, to } of dependencyFaults) faults[from] = [specifier(from, to)];
    faulty = await FixtureTree.create(productFiles({ ...cleanProduct, ...faults }));
    found = await violationsIn(faulty);
  }, 60_000);

  afterAll(() => Promise.all([clean.remove(), faulty.remove()]));

  it('lets the clean product pass', async () => {
    expect(await violationsIn(clean)).toEqual([]);
  });

  it.each(dependencyFaults)('$rules: $from must not import $to', ({ rules, from }) => {
    const names = found
      .filter((violation) => violation.from === from && violation.rule.name !== 'no-unused-file')
      .map(({ rule }) => rule.name);
    expect(names.sort()).toEqual(rules);
  });

  it('finds a file that only specs import', () => {
    const unused = found.filter(({ rule }) => rule.name === 'no-unused-file').map(({ from }) => from);
    expect(unused).toContain('src/platform/cache/a.ts');
    expect(unused).not.toContain('src/kernel/money.ts');
  });

  it('plants a fault for every rule', async () => {
    const { default: configuration } = (await import(join(repository, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    const planted = new Set(['no-unused-file', ...dependencyFaults.flatMap(({ rules }) => rules)]);
    expect([...planted].sort()).toEqual(configuration.forbidden.map(({ name }) => name).sort());
  });
});
