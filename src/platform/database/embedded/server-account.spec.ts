import { describe, expect, it } from '@jest/globals';
import { pickAccount } from './server-account.js';

const ROOT = 'root:x:0:0:root:/root:/bin/sh';
const NOBODY = 'nobody:x:65534:65533:nobody:/:/sbin/nologin';
const POSTGRES = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash';
const GAMES = 'games:x:5:60:games:/usr/games:/usr/sbin/nologin';

describe('pickAccount', () => {
  it.each([
    ['postgres first', [ROOT, NOBODY, POSTGRES], { uid: 101, gid: 104 }],
    ['then nobody', [ROOT, GAMES, NOBODY], { uid: 65534, gid: 65533 }],
    ['then any other', [ROOT, GAMES, ''], { uid: 5, gid: 60 }],
    ['never root', [ROOT, ''], undefined],
  ])('takes %s', (_, lines, expected) => {
    expect(pickAccount(lines.join('\n'))).toEqual(expected);
  });
});
