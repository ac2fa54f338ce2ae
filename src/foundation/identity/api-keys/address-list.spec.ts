import { describe, expect, it } from '@jest/globals';
import { isAddressOrNetwork, listsAddress } from './address-list.js';

describe('address lists', () => {
  it.each([
    ['203.0.113.7', true],
    ['203.0.113.0/24', true],
    ['2001:db8::/32', true],
    ['::1', true],
    ['2001:db8::1', true],
    ['203.0.113.7/33', false],
    ['1', false],
    ['1.2', false],
    ['10.1/8', false],
    ['0x7f000001', false],
    ['example.com', false],
    ['', false],
  ])('takes %s: %s', (text, expected) => {
    expect(isAddressOrNetwork(text)).toBe(expected);
  });

  it('finds addresses and networks of both families, and IPv4 written as IPv6', () => {
    const list = ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'];
    for (const inside of ['203.0.113.7', '::ffff:203.0.113.7', '198.51.100.255', '2001:db8:ffff::1'])
      expect({ inside, found: listsAddress(list, inside) }).toEqual({ inside, found: true });
    for (const outside of ['203.0.113.8', '198.51.101.0', '2001:db9::1', '', 'nonsense'])
      expect({ outside, found: listsAddress(list, outside) }).toEqual({ outside, found: false });
  });
});
