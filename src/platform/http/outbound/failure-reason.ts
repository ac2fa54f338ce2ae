import { errors } from 'undici';
import { errorCode } from './error-code.js';
import { HostResolutionError } from './host-resolution-error.js';
import type { OutboundFailureReason } from './outbound-result.js';
import { TargetBlockedError } from './target-blocked-error.js';

const REASONS: Readonly<Record<string, OutboundFailureReason>> = {
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  EHOSTDOWN: 'connect',
  ENETDOWN: 'connect',
  EACCES: 'connect',
  EPERM: 'connect',
  EMFILE: 'connect',
  ENFILE: 'connect',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_INFO: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  EPROTO: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  INVALID_CA: 'tls',
  INVALID_PURPOSE: 'tls',
  UND_ERR_INVALID_ARG: 'invalid-request',
  UND_ERR_NOT_SUPPORTED: 'invalid-request',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'invalid-request',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
};

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|PATH_LENGTH_)/;

export interface FailureCause {
  readonly reason: OutboundFailureReason;
  readonly code: string | null;
}

/** @throws the error itself when it carries no code: then it is a fault of this program, not of the target */
export function failureCause(error: unknown): FailureCause {
  if (error instanceof TargetBlockedError) return { reason: 'blocked', code: null };
  // undici leaves out the code of most of its parser's errors.
  if (error instanceof errors.HTTPParserError) return { reason: 'protocol', code: 'HTTP_PARSER' };
  const code = errorCode(error);
  if (code === undefined) throw error;
  if (error instanceof HostResolutionError) return { reason: 'dns', code };
  if (TLS_CODE.test(code)) return { reason: 'tls', code };
  return { reason: REASONS[code] ?? 'protocol', code };
}
