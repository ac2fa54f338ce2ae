import { register } from 'node:module';

/** Lets plain Node run the TypeScript sources: `node --import ./test/support/typescript/register.mjs file.ts`. */
register('./hooks.mjs', import.meta.url);
