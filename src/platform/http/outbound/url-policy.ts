import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.js';
import { complaintAboutSpelling } from './host-spelling.js';
import { isHostOfLocalNetwork, isHostOfThisMachine, withoutBrackets } from './host-names.js';

const LONGEST_URL = 2_048;
const DEFAULT_PORTS: readonly number[] = [443, 8443];
const BLANK_CONTROL_OR_BACKSLASH = /[\s\\\p{Cc}\p{Cf}]/u;
const WEB_SCHEME = /^https?:\/\//i;
const HOST_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const LONGEST_HOST = 253;

/** Store `url.href`: it is what will be dialled, with the host canonical and letters beyond ASCII shown as punycode. */
export type UrlVerdict =
  { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };

export interface UrlPolicyOptions {
  readonly guard: AddressGuard;
  /** Ports that https may use: 443 and 8443 by default. Loopback, where the guard allows it, may use any. */
  readonly ports?: readonly number[];
}

/** What the URL of a customer's endpoint may look like, judged from its text alone. Reasons are fit for the customer. */
export class UrlPolicy {
  private readonly guard: AddressGuard;
  private readonly ports: ReadonlySet<number>;

  constructor(options: UrlPolicyOptions) {
    this.guard = options.guard;
    this.ports = new Set(options.ports ?? DEFAULT_PORTS);
  }

  /** Never throws. The URL it gives has no trailing dot on its host and no fragment. */
  check(text: string): UrlVerdict {
    const complaint = complaintAboutText(text);
    if (complaint !== undefined) return refused(complaint);
    const url = new URL(text);
    if (url.username !== '' || url.password !== '')
      return refused('must not contain a user name or a password');
    url.hash = '';
    if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
    if (url.href.length > LONGEST_URL) return refused(`must be at most ${LONGEST_URL} characters`);
    const reason = this.complaintAboutTarget(url) ?? complaintAboutSpelling(text, url.hostname);
    return reason === undefined ? { ok: true, url } : refused(reason);
  }

  private complaintAboutTarget(url: URL): string | undefined {
    const host = withoutBrackets(url.hostname);
    if (this.isAllowedLoopback(host)) return undefined;
    if (isIP(host) !== 0) {
      if (!this.guard.allows(host)) return 'must not point to an address that is not public';
    } else if (!isHostName(host)) {
      return 'must have a valid host name';
    } else if (isHostOfThisMachine(host) || isHostOfLocalNetwork(host)) {
      return 'must not point to a host of a local network';
    }
    if (url.protocol !== 'https:') return 'must begin with https://';
    return this.ports.has(Number(url.port || '443'))
      ? undefined
      : `must use one of the ports ${[...this.ports].join(', ')}`;
  }

  private isAllowedLoopback(host: string): boolean {
    return isHostOfThisMachine(host) ? this.guard.loopbackAllowed : this.guard.allowsAsLoopback(host);
  }
}

function complaintAboutText(text: string): string | undefined {
  if (text.length > LONGEST_URL) return `must be at most ${LONGEST_URL} characters`;
  // The URL parser would drop or turn these round silently, and so show another address than the one dialled.
  if (BLANK_CONTROL_OR_BACKSLASH.test(text)) {
    return 'must not contain spaces, invisible characters or backslashes';
  }
  if (!WEB_SCHEME.test(text)) return 'must begin with https://';
  return URL.canParse(text) ? undefined : 'must be a valid URL';
}

function isHostName(host: string): boolean {
  return host.length <= LONGEST_HOST && host.split('.').every((label) => HOST_LABEL.test(label));
}

function refused(reason: string): UrlVerdict {
  return { ok: false, reason };
}
