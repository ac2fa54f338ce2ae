import { describe, expect, it } from '@jest/globals';
import { mentionsIn } from './mentions.js';

const ID = '0190b2a0-0000-7000-8000-00000000000a';

describe('mentionsIn', () => {
  it('finds each user once, in lower case', () => {
    expect(mentionsIn(`@[Ada](user:${ID}) and @[Ada L.](user:${ID.toUpperCase()})`)).toEqual([ID]);
  });

  it.each([
    `[Ada](user:${ID})`,
    `@[](user:${ID})`,
    `@[Ada](contact:${ID})`,
    '@[Ada](user:x)',
    `@[A\nda](user:${ID})`,
  ])('finds nobody in %p', (text) => {
    expect(mentionsIn(text)).toEqual([]);
  });
});
