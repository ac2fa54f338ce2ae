import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface SourceFault {
  path: string;
  fault: 'too long' | 'utils file' | 'skipped or focused test' | 'left undone';
}

const maximumLines = 300;
const skippedOrFocused =
  /\b(?:describe|it|test)\b[^\n(]*\.(?:only|skip|todo|failing)\b|\b(?:fit|fdescribe|xit|xdescribe|xtest)\(/;
// In brackets, so that this line does not find itself.
const leftUndone = /\b(?:TO[D]O|FIX[M]E)\b/;

/** The faults of one source file, by reading its text alone. */
export function faultsOf(path: string, text: string): SourceFault[] {
  const faults: SourceFault[] = [];
  if (text.trimEnd().split('\n').length > maximumLines) faults.push({ path, fault: 'too long' });
  if (/^(?:utils?|helpers?)\b/.test(basename(path))) faults.push({ path, fault: 'utils file' });
  if (path.endsWith('.spec.ts') && skippedOrFocused.test(text)) {
    faults.push({ path, fault: 'skipped or focused test' });
  }
  if (leftUndone.test(text)) faults.push({ path, fault: 'left undone' });
  return faults;
}

/** The faults of all TypeScript files below `folders` of `root`; a folder that does not exist has none. */
export async function scanSources(
  root: string,
  folders: string[],
): Promise<{ files: number; faults: SourceFault[] }> {
  const faults: SourceFault[] = [];
  let files = 0;
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    const entries = await readdir(join(root, folder), { recursive: true });
    for (const entry of entries.filter((name) => name.endsWith('.ts'))) {
      const path = join(folder, entry);
      files += 1;
      faults.push(...faultsOf(path, await readFile(join(root, path), 'utf8')));
    }
  }
  return { files, faults };
}
