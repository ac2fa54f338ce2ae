import { describe, expect, it } from '@jest/globals';
import { readSearchTerms } from './search-terms.js';

const words = (search: string) => readSearchTerms(search).terms.map(({ text }) => text);

describe('readSearchTerms', () => {
  it('takes words once each, without what has neither letter nor digit', () => {
    expect(words('  John   &  John \t Doe - ')).toEqual(['John', 'Doe']);
    expect(words('50% O’Neil 王伟')).toEqual(['50%', 'O’Neil', '王伟']);
  });

  it('composes letters and their marks', () => {
    expect(words('Zoe\u0308')).toEqual(['Zoë']);
  });

  it('knows the digits of phone numbers and of their parts', () => {
    const { terms, wholes } = readSearchTerms('+1 (234) 567-890');
    expect(terms.map(({ digits }) => digits)).toEqual(['1', '234', '567890']);
    expect(wholes).toEqual(['+1 (234) 567-890', '1234567890']);
    expect(readSearchTerms('567890').terms[0]?.digits).toBeUndefined();
    expect(readSearchTerms('A-12 3').wholes).toEqual(['A-12 3']);
  });

  it('looks inside of words for what an index of trigrams knows', () => {
    const anywhere = (text: string) => readSearchTerms(text).terms[0]?.isAnywhere;
    for (const text of ['abc', '@abc', 'Ünï', '123', 'a-bcd'])
      expect({ text, is: anywhere(text) }).toEqual({ text, is: true });
    for (const text of ['ab', 'a-b-c', '12', "o'b", '王伟'])
      expect({ text, is: anywhere(text) }).toEqual({ text, is: false });
  });

  it('tries what resembles words of four letters, not numbers or addresses', () => {
    const fuzzy = (text: string) => readSearchTerms(text).terms[0]?.isFuzzy;
    for (const text of ['John', "O'Neil", 'Иван'])
      expect({ text, is: fuzzy(text) }).toEqual({ text, is: true });
    for (const text of ['Ann', '12345', 'a@b.example'])
      expect({ text, is: fuzzy(text) }).toEqual({ text, is: false });
  });

  it.each(['%', ' & - ', ''])('refuses %j', (text) => {
    expect(() => readSearchTerms(text, 'q')).toThrow('q must have a letter or a digit');
  });

  it('refuses more than ten words', () => {
    expect(() => readSearchTerms('a b c d e f g h i j k')).toThrow('search must have at most 10 words');
    expect(words('a b c d e f g h i j')).toHaveLength(10);
  });
});
