import { promises as dns } from 'node:dns';
import { types } from 'node:util';
import { isHostOfThisMachine } from './host-names.js';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Gives every address of a host name, at least one. Rejects when the name has none or no server answers. */
export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface HostResolverOptions {
  /** Milliseconds a name server has for its first answer; the second try waits twice as long. */
  readonly timeoutMs?: number;
  /** Name servers as `address[:port]`; those of the system by default. */
  readonly servers?: readonly string[];
}

const LOOPBACK: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Asks the name servers for A and AAAA records.
 *
 * Not `dns.lookup`: that holds one of libuv's four threads for as long as a customer's name server pleases, reads the
 * hosts file, and appends the search domains of the cluster to a public name.
 */
export function createHostResolver(options: HostResolverOptions = {}): ResolveHost {
  const resolver = new dns.Resolver({ timeout: options.timeoutMs ?? 1_000, tries: 2 });
  if (options.servers) resolver.setServers([...options.servers]);
  return async (hostname) => {
    if (isHostOfThisMachine(hostname)) return LOOPBACK;
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [...withFamily(ipv4, 4), ...withFamily(ipv6, 6)];
    if (addresses.length === 0) throw reasonOf(ipv4);
    return addresses;
  };
}

function withFamily(answer: PromiseSettledResult<string[]>, family: 4 | 6): ResolvedAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}

function reasonOf(answer: PromiseSettledResult<string[]>): Error {
  const reason: unknown = answer.status === 'rejected' ? answer.reason : undefined;
  return types.isNativeError(reason) ? reason : new Error('The host name has no address');
}
