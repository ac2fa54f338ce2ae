import ipaddr from 'ipaddr.js';

const IPV6_PARTS = 4;

/**
 * What counts as one address: an IPv4 address, and of IPv6 the /64 that a subscriber is given, because whoever has it
 * has every address in it. A text that is no address stands for itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, IPV6_PARTS)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
