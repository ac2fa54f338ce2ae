import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Public by range, yet answered by the cloud host itself or by its platform. The two others stand here by name
 * although their ranges are refused already: they must stay refused whatever becomes of the ranges.
 */
const METADATA_ADDRESSES = new Set(['168.63.129.16', '169.254.169.254', 'fd00:ec2::254']);

const GLOBAL_UNICAST_IPV6 = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

export interface AddressGuardOptions {
  /** Development only: 127.0.0.0/8 and ::1 may be dialled. Private and link-local addresses never may. */
  readonly allowLoopback?: boolean;
  /** Further ranges to refuse, in CIDR form: a network's own NAT64 prefix, the public addresses of this service. */
  readonly deniedRanges?: readonly string[];
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Says whether an IP address may be dialled on behalf of a customer: public unicast only.
 *
 * IPv6 forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are refused whole, so that none can smuggle a
 * private one; a network that reaches IPv4 through NAT64 alone is therefore not served.
 */
export class AddressGuard {
  private readonly allowLoopback: boolean;
  private readonly deniedRanges: ReadonlyArray<[Address, number]>;

  /** @throws Error when a denied range is not in CIDR form */
  constructor(options: AddressGuardOptions = {}) {
    this.allowLoopback = options.allowLoopback ?? false;
    this.deniedRanges = (options.deniedRanges ?? []).map((range) => ipaddr.parseCIDR(range));
  }

  /** Takes an address as `node:net` writes it, without brackets; anything else, a zone id included, is refused. */
  allows(address: string): boolean {
    const parsed = parse(address);
    if (!parsed || METADATA_ADDRESSES.has(parsed.toString()) || this.isDenied(parsed)) return false;
    const range = parsed.range();
    if (range === 'loopback') return this.allowLoopback;
    return range === 'unicast' && isGlobal(parsed);
  }

  /** True for a loopback address that this guard lets pass. */
  allowsAsLoopback(address: string): boolean {
    return parse(address)?.range() === 'loopback' && this.allows(address);
  }

  /** True when names of this machine (`localhost`) may be dialled at all. */
  get loopbackAllowed(): boolean {
    return this.allowLoopback;
  }

  private isDenied(address: Address): boolean {
    return this.deniedRanges.some(
      ([base, bits]) => base.kind() === address.kind() && address.match(base, bits),
    );
  }
}

/** `node:net` decides first, because ipaddr.js also reads notations such as `0x7f.1`. */
function parse(address: string): Address | undefined {
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  return ipaddr.parse(address);
}

function isGlobal(address: Address): boolean {
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST_IPV6, GLOBAL_UNICAST_BITS);
}
