/**
 * Writes the secrets a production process needs to an env file, once: a file that exists is left as it is, because
 * data is encrypted with its keys. Usage: `node scripts/generate-secrets.mjs <file>`, then
 * `node --env-file=<file> dist/src/main.js`; a variable that is set already wins over the file.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';

const file = process.argv[2];
if (file === undefined) {
  console.error('Usage: node scripts/generate-secrets.mjs <file>');
  process.exit(64);
}

const secret = () => randomBytes(32).toString('base64');
const lines = [`JWT_SECRET=${secret()}`, `ENCRYPTION_KEYS=k1:${secret()}`, `OPERATOR_TOKEN=${secret()}`];

/** Written aside and linked, so that the file is either whole or absent, and of two writers the first wins. */
function writeOnce() {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft);
  }
}

console.log(!existsSync(file) && writeOnce() ? `${file} written` : `${file} kept`);
