import { randomUUID } from 'node:crypto';

const TRACE_PARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
const ZEROS = /^0+$/;

/** The trace id in a W3C `traceparent` header; undefined when the header is not valid. */
export function traceIdOf(traceParent: string): string | undefined {
  const match = TRACE_PARENT.exec(traceParent);
  if (match === null) return undefined;
  const [, version = '', traceId = '', parentId = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  return ZEROS.test(traceId) || ZEROS.test(parentId) ? undefined : traceId;
}

/** A new trace id: 32 lower-case hexadecimal digits. */
export function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}
