import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';

/** Kept for one run: the code cannot change meanwhile, and no setting changes the document. */
function place(): string | undefined {
  const folder = process.env['TEST_FILES_FOLDER'];
  return folder === undefined ? undefined : join(folder, 'openapi.json');
}

/** The product's OpenAPI document as the first suite of the run has built it: to build it takes a second. */
export async function sharedDocument(): Promise<OpenAPIObject | undefined> {
  const file = place();
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as OpenAPIObject);
}

/** Others find it whole or not at all. */
export async function shareDocument(document: OpenAPIObject): Promise<void> {
  const file = place();
  if (file === undefined) return;
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(document));
  await rename(draft, file);
}
