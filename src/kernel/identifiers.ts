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

/** The least UUID v7 of a moment, in milliseconds since the Unix epoch: ids that were made before it sort below. */
export function firstIdOf(milliseconds: number): string {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
