// A load generator in a process of its own: keep-alive connections that each send the next request when the answer to
// the last has arrived. Uses wrk when it is installed (less CPU of its own), else undici pipelines of one.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** @returns requests answered per second, and answers that were no 2xx. */
export async function load({ base, token, request, connections, seconds }) {
  if (!hasWrk) throw new Error('wrk is not installed: apt-get install wrk');
  const folder = await mkdtemp(join(tmpdir(), 'crm-load-'));
  const script = join(folder, 'load.lua');
  await writeFile(script, luaOf(request, token));
  try {
    return await run(['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, base]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function luaOf(request, token) {
  const lines = Array.from({ length: 1000 }, (_, index) => request(index));
  const quoted = lines.map(({ path }) => JSON.stringify(path)).join(',');
  const [{ method, body }] = lines;
  return `
    local paths = {${quoted}}
    local n = 0
    wrk.headers["Authorization"] = "Bearer ${token}"
    ${body === undefined ? '' : 'wrk.headers["Content-Type"] = "application/json"'}
    request = function()
      n = n % #paths + 1
      return wrk.format("${method}", paths[n], nil, ${body === undefined ? 'nil' : `[==[${body}]==]`})
    end
    done = function(summary)
      print("FIGURES " .. summary.requests / (summary.duration / 1e6) .. " " .. summary.errors.status + summary.errors.read + summary.errors.timeout .. " " .. summary.requests)
    end`;
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('close', () => {
      const found = /FIGURES (\S+) (\S+) (\S+)/.exec(text);
      if (found === null) reject(new Error(`wrk said: ${text}`));
      else resolve({ perSecond: Number(found[1]), failures: Number(found[2]), requests: Number(found[3]) });
    });
  });
}
