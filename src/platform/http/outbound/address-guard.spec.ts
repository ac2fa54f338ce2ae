import { isIPv4 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressGuard } from './address-guard.js';

/** From the IANA special-purpose registries (RFC 6890 and successors), read by arithmetic of our own below. */
const FORBIDDEN_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const FORBIDDEN_IPV6 = ['2001:0::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];
const GLOBAL_IPV6 = '2000::/3';

function bits(address: string): string {
  if (isIPv4(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back];
  return all.map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

function inRange(address: string, range: string): boolean {
  const [base = '', length] = range.split('/');
  return bits(address).startsWith(bits(base).slice(0, Number(length)));
}

function oracle(address: string): boolean {
  if (isIPv4(address)) return !FORBIDDEN_IPV4.some((range) => inRange(address, range));
  return inRange(address, GLOBAL_IPV6) && !FORBIDDEN_IPV6.some((range) => inRange(address, range));
}

const fromBits = (text: string): string =>
  text.length === 32
    ? (text.match(/.{8}/g) ?? []).map((part) => parseInt(part, 2)).join('.')
    : (text.match(/.{16}/g) ?? []).map((part) => parseInt(part, 2).toString(16)).join(':');

const randomBits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom('0', '1'), { minLength: length, maxLength: length }).map((list) => list.join(''));

/** Addresses in, just before and just after each range: where an off-by-one would show. */
function nearRange(range: string): fc.Arbitrary<string> {
  const [base = '', length] = range.split('/');
  const all = bits(base);
  const prefix = BigInt(`0b${all.slice(0, Number(length))}`);
  const width = all.length - Number(length);
  const random = width === 0 ? fc.constant('') : randomBits(width);
  return fc
    .tuple(
      fc.constantFrom(-1n, 0n, 1n),
      fc.oneof(random, fc.constantFrom('0'.repeat(width), '1'.repeat(width))),
    )
    .map(([step, rest]) => {
      const moved = (prefix + step + (1n << BigInt(length ?? 0))) % (1n << BigInt(length ?? 0));
      return fromBits(moved.toString(2).padStart(Number(length), '0') + rest);
    });
}

const anyAddress = fc.oneof(
  randomBits(32).map(fromBits),
  randomBits(128).map(fromBits),
  randomBits(125).map((rest) => fromBits(`001${rest}`)),
  ...[...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6, GLOBAL_IPV6, 'fc00::/7', 'fe80::/10', 'ff00::/8', '::/96'].map(
    nearRange,
  ),
);

describe('AddressGuard', () => {
  const guard = new AddressGuard();

  it('agrees with the registries on every address', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect([address, guard.allows(address)]).toEqual([address, oracle(address)]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('with loopback allowed, allows nothing more than loopback', () => {
    const development = new AddressGuard({ allowLoopback: true });
    fc.assert(
      fc.property(anyAddress, (address) => {
        const loopback = isIPv4(address) ? inRange(address, '127.0.0.0/8') : bits(address) === bits('::1');
        expect([address, development.allows(address)]).toEqual([address, loopback || oracle(address)]);
      }),
      { numRuns: 2_000 },
    );
    expect(development.allows('::1')).toBe(true);
    expect(development.allowsAsLoopback('127.8.9.1')).toBe(true);
    expect(development.allowsAsLoopback('8.8.8.8')).toBe(false);
    expect(guard.allowsAsLoopback('127.0.0.1')).toBe(false);
  });

  it('never lets an IPv6 form of an IPv4 address pass', () => {
    fc.assert(
      fc.property(randomBits(32), (ipv4) => {
        const high = parseInt(ipv4.slice(0, 16), 2).toString(16);
        const low = parseInt(ipv4.slice(16), 2).toString(16);
        const forms = [
          `::ffff:${high}:${low}`,
          `::${high}:${low}`,
          `64:ff9b::${high}:${low}`,
          `2002:${high}:${low}::1`,
        ];
        forms.push(`2001:0:${high}:${low}::`, `::ffff:0:${high}:${low}`, `64:ff9b:1::${high}:${low}`);
        expect(forms.filter((form) => guard.allows(form))).toEqual([]);
      }),
    );
  });

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '172.32.0.1',
    '100.128.0.1',
  ])('allows %s', (address) => expect(guard.allows(address)).toBe(true));

  it.each([
    '169.254.169.254',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd20:ce::254',
    '100.100.100.200',
    '192.0.0.192',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700::1%eth0',
    '::ffff:127.0.0.1',
    'ff02::1',
  ])('refuses %s', (address) => expect(guard.allows(address)).toBe(false));

  it.each([
    '',
    'localhost',
    '0x7f.1',
    '127.1',
    '2130706433',
    '[::1]',
    '8.8.8.8 ',
    '8.8.8.8.',
    '08.8.8.8',
    '8.8.8',
  ])('refuses %j, which is no address as the sockets write it', (text) =>
    expect(new AddressGuard({ allowLoopback: true }).allows(text)).toBe(false),
  );

  it('refuses the ranges of the operator as well', () => {
    const own = new AddressGuard({ deniedRanges: ['5.6.7.0/24', '2a01:4f8:1::/48'], allowLoopback: true });
    expect(['5.6.7.8', '2a01:4f8:1::5'].filter((address) => own.allows(address))).toEqual([]);
    expect(['5.6.8.8', '2a01:4f8:2::5'].filter((address) => own.allows(address))).toHaveLength(2);
    expect(() => new AddressGuard({ deniedRanges: ['nonsense'] })).toThrow();
  });
});
