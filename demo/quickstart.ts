import { once } from 'node:events';
import { bootProduct } from './boot-product.js';
import { demoEnvironment } from './environment.js';
import { describe, runDemo } from './run-demo.js';

/** `npm run quickstart`: starts the product, fills it, proves delivery; stays up until Ctrl-C unless `--exit` is given. */
async function main(): Promise<number> {
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(
    () => 'interrupted' as const,
  );
  const product = await bootProduct(demoEnvironment());
  const baseUrl = product.url.replace(/\/$/, '');
  try {
    process.stdout.write(`The product runs at ${baseUrl}\n`);
    const result = await Promise.race([runDemo(baseUrl, process.stdout), interrupted]);
    if (result === 'interrupted') return 130;
    process.stdout.write(describe(result, baseUrl));
    const succeeded = result.failures.length === 0 && result.verified > 0;
    if (process.argv.includes('--exit')) return succeeded ? 0 : 1;
    process.stdout.write('Press Ctrl-C to stop.\n');
    await interrupted;
    return 0;
  } finally {
    await product.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// The interrupted run may still wait for an answer of the server that is gone.
process.exit();
