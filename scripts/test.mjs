/** `npm test [-- jest arguments]`: Jest in ESM mode, which needs a Node flag. */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { ensureInstalled } from './ensure-installed.mjs';
import { root } from './npm.mjs';

ensureInstalled();
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
// The terminal sends Ctrl-C to Jest as well; this process only passes its end on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code) => process.exit(code ?? 1));
