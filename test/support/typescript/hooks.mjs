import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform, version } from '@swc/core';

/** `./x.js` means `./x.ts` when only the source is there. */
export async function resolve(specifier, context, next) {
  if (specifier.endsWith('.js') && context.parentURL && /^(\.{1,2}\/|file:)/.test(specifier)) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  if (specifier.endsWith('.ts')) {
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

/** A process that a test starts compiles nothing that another one has. */
const CACHE = new URL('../../../node_modules/.cache/test-typescript/', import.meta.url);
const OPTIONS = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  const key = createHash('sha256')
    .update(`${version} ${url}\n${JSON.stringify(OPTIONS)}\n${source}`)
    .digest('hex');
  const cached = new URL(`${key}.js`, CACHE);
  try {
    return { format: 'module', source: await readFile(cached, 'utf8'), shortCircuit: true };
  } catch {
    const { code } = await transform(source, { ...OPTIONS, filename: fileURLToPath(url) });
    await keep(cached, code);
    return { format: 'module', source: code, shortCircuit: true };
  }
}

/** Under another name first: whoever reads meanwhile finds all of it or nothing. */
async function keep(file, code) {
  const draft = new URL(`${process.pid}-${randomUUID()}`, CACHE);
  await mkdir(CACHE, { recursive: true });
  await writeFile(draft, code);
  await rename(draft, file);
}
