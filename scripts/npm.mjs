import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs npm in the project, shows its output only when it fails, and then ends this process with its exit code. */
export function npm(commandLine) {
  const onWindows = process.platform === 'win32';
  const running = spawnSync(onWindows ? 'npm.cmd' : 'npm', commandLine, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // Windows starts .cmd files through its shell only; the arguments here are constants.
    shell: onWindows,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (running.status === 0) return;
  console.error(`npm ${commandLine[0]} ${commandLine[1] ?? ''} failed:`);
  console.error(running.error?.message ?? `${running.stdout}${running.stderr}`);
  process.exit(running.status || 1);
}
