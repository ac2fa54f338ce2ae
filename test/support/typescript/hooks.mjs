import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { SWC_OPTIONS } from './swc-options.mjs';

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

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), 'utf8'), {
    ...SWC_OPTIONS,
    filename: fileURLToPath(url),
  });
  return { format: 'module', source: code, shortCircuit: true };
}
