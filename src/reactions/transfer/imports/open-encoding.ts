import { isAscii } from 'node:buffer';
import type { JobInput } from '../../../foundation/jobs/index.js';
import type { ImportPlan } from './import-plan.js';
import { type Encoding, EncodingGuess } from './text-encoding.js';

const PORTION = 1_048_576;

/** The encoding of a table whose beginning does not tell it: by the first part that has more than ASCII, and so on. */
export async function openEncoding(
  input: JobInput,
  { encoding, isEncodingOpen }: Pick<ImportPlan, 'encoding' | 'isEncodingOpen'>,
  signal: AbortSignal,
): Promise<Encoding> {
  if (!isEncodingOpen) return encoding;
  const guess = new EncodingGuess();
  for (let offset = 0; offset < input.size; offset += PORTION) {
    signal.throwIfAborted();
    const part = await input.read(offset, PORTION);
    guess.add(part);
    if (!isAscii(part)) break;
  }
  return guess.encoding;
}
