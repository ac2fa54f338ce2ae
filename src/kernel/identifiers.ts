import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A new UUID v7: time-ordered, so primary-key indexes grow at their right edge. */
export function newId(): string {
  return v7();
}

/** Whether the text is a UUID of any version, in its canonical 36-character form. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
