import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.js';
import { withoutBrackets } from './host-names.js';
import type { ResolvedAddress, ResolveHost } from './host-resolver.js';
import type { UrlPolicy, UrlVerdict } from './url-policy.js';

const DEFAULT_TIMEOUT_MS = 3_000;

export interface UrlAdmissionOptions {
  readonly policy: UrlPolicy;
  readonly guard: AddressGuard;
  readonly resolve: ResolveHost;
  /** Milliseconds to wait for the name servers; 3,000 by default. */
  readonly timeoutMs?: number;
}

/**
 * The check when an endpoint is saved: the URL's text, then every address its host has at this moment.
 *
 * One forbidden address among many refuses the URL. A host that does not resolve, or not in time, is admitted: its
 * records may come later, and the address dialled is checked again at every connect. The reason never names the
 * address found, which would turn this check into a map of the internal network.
 */
export class UrlAdmission {
  constructor(private readonly options: UrlAdmissionOptions) {}

  /** Never rejects. */
  async check(text: string): Promise<UrlVerdict> {
    const verdict = this.options.policy.check(text);
    if (!verdict.ok) return verdict;
    const host = withoutBrackets(verdict.url.hostname);
    if (isIP(host) !== 0) return verdict;
    const addresses = await this.addressesInTime(host);
    return addresses.every(({ address }) => this.options.guard.allows(address))
      ? verdict
      : { ok: false, reason: 'must not point to a host that has an address that is not public' };
  }

  private async addressesInTime(host: string): Promise<readonly ResolvedAddress[]> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<readonly ResolvedAddress[]>((settle) => {
      timer = setTimeout(() => settle([]), this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    });
    const found = this.options.resolve(host).catch((): readonly ResolvedAddress[] => []);
    try {
      return await Promise.race([found, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
