/** Why no complete answer came. */
export type OutboundFailureReason =
  /** the URL or an address of its host may not be dialled; nothing else is told about it */
  | 'blocked'
  /** the host name does not resolve */
  | 'dns'
  /** refused or unreachable */
  | 'connect'
  /** connecting, the head of the answer or the whole exchange took too long */
  | 'timeout'
  /** the connection broke before the answer was complete */
  | 'reset'
  /** handshake or certificate */
  | 'tls'
  /** what came back is not HTTP/1.1, or its head is too large */
  | 'protocol'
  /** the request itself cannot be sent, for instance a header with a line break */
  | 'invalid-request'
  /** the caller's signal fired, or the client is closed */
  | 'aborted';

export interface OutboundResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Of `content-encoding`, `content-type`, `date`, `retry-after`: those that came, at most 256 characters each. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 8 KiB of UTF-8 text without control characters; empty when the answer was compressed. */
  readonly bodyExcerpt: string;
  readonly durationMs: number;
}

export interface OutboundFailure {
  readonly kind: 'failure';
  readonly reason: OutboundFailureReason;
  /** A stable error code such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`; null when blocked. */
  readonly code: string | null;
  /** The status, when the head of the answer came and its body did not; null otherwise. */
  readonly status: number | null;
  readonly durationMs: number;
}

/** What became of one request. The status of a response may be any; redirects are responses like all others. */
export type OutboundResult = OutboundResponse | OutboundFailure;
