const LONGEST = 200;
/** Half of a character. */
const LONE_HALF = /\p{Surrogate}/gu;
const LONGEST_ENDING = 20;
/** Control characters, and those that turn the direction of what follows: `fdp.exe` could be shown as `exe.pdf`. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name as it can be shown and saved: no folders, nothing invisible, at most 200 characters, and never empty. */
export function cleanFileName(given: string): string {
  const [base = ''] = given.replace(LONE_HALF, '').normalize('NFC').split(/[/\\]/).slice(-1);
  const name = base
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[. ]+$/, '');
  if (name.replace(/^\.+/, '') === '') return 'file';
  return shorten(name);
}

/** The ending stays: people and programs go by it. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= LONGEST) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= LONGEST_ENDING ? [...name.slice(dot)] : [];
  return [...characters.slice(0, LONGEST - ending.length), ...ending].join('');
}
