import ipaddr from 'ipaddr.js';

/** Whether the text is an address (`203.0.113.7`) or a network in CIDR form (`2001:db8::/32`). */
export function isAddressOrNetwork(text: string): boolean {
  const [address = ''] = text.split('/', 1);
  // Only as people write them: not as one number, in octal or in hexadecimal.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  return text.includes('/') ? ipaddr.isValidCIDR(text) : true;
}

/** Whether an address lies in one of the addresses and networks. IPv4 written as IPv6 counts as IPv4. */
export function listsAddress(list: readonly string[], address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const subject = ipaddr.process(address);
  return list.some((entry) => {
    const [network, length] = rangeOf(entry);
    return network.kind() === subject.kind() && subject.match(network, length);
  });
}

function rangeOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (entry.includes('/')) return ipaddr.parseCIDR(entry);
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
