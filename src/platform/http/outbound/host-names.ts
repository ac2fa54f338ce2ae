/** Names that belong to one machine or one network and that no public name server answers for. */
const LOCAL_SUFFIXES = ['.local', '.internal', '.localdomain', '.home.arpa', '.intranet', '.lan'];

/** `localhost` and every name below it (RFC 6761). */
export function isHostOfThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** Names without a dot (containers, machines of the network) and those under the domains kept for private use. */
export function isHostOfLocalNetwork(hostname: string): boolean {
  return !hostname.includes('.') || LOCAL_SUFFIXES.some((suffix) => hostname.endsWith(suffix));
}

/** Takes the brackets off an IPv6 literal as `URL.hostname` gives it. */
export function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
