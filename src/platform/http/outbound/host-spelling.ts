import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';

/** Dots that browsers take for the one of ASCII. */
const OTHER_DOTS = /[\u3002\uff0e\uff61]/;
const AUTHORITY = /^https?:\/+([^/?#]*)/i;
const PORT = /:\d*$/;

const SCRIPTS = [
  ['Latin', /\p{Script=Latin}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Devanagari', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Han', /\p{Script=Han}/u],
  ['Hiragana', /\p{Script=Hiragana}/u],
  ['Katakana', /\p{Script=Katakana}/u],
  ['Hangul', /\p{Script=Hangul}/u],
  ['Bopomofo', /\p{Script=Bopomofo}/u],
] as const;
const OF_EVERY_SCRIPT = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** What people write together: as the "highly restrictive" level of Unicode's security mechanisms. */
const MIXTURES = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
].map((scripts) => new Set<string>(scripts));

/** Letters of Greek, Cyrillic and Armenian that look like letters of ASCII, with what may stand between them. */
const LOOKS_LIKE_ASCII = /^[αγικνοπρτυχωϲϳавгеһіјкмнорстухѕьԁԛԝѡѵӏпҽзցաոսրօհյքգ\d-]+$/u;
/** Latin letters of phonetics and of no language of names, which look like plain ones. */
const ODD_LATIN = /[\u0131\u0185\u01c0-\u01c3\u0250-\u02af\u1d00-\u1dbf\ua720-\ua7ff]/u;

/**
 * Why a host may not be written as it is: people would read another one than the one that is dialled.
 *
 * @param text of the URL, as it was given
 * @param hostname as `URL` reads it
 */
export function complaintAboutSpelling(text: string, hostname: string): string | undefined {
  const written = (AUTHORITY.exec(text)?.[1] ?? '').replace(PORT, '').replace(/\.$/, '');
  if (written.includes('%')) return 'must not have a percent-encoded host';
  if (OTHER_DOTS.test(written) || written.normalize('NFKC') !== written.normalize('NFC'))
    return 'must have a host of plain letters, digits and dots';
  if (isIP(hostname) === 4 && written !== hostname) return 'must write an IP address as four decimal numbers';
  const labels = domainToUnicode(hostname).split('.');
  if (labels.some(isMixed)) return 'must not mix scripts in a part of its host name';
  const isLocalised = !isAscii(labels.at(-1) ?? '');
  return labels.some((label) => isLookAlike(label, isLocalised))
    ? 'must not have a host name that looks like another one'
    : undefined;
}

function isMixed(label: string): boolean {
  if (isAscii(label)) return false;
  const scripts = [...new Set(Array.from(label).flatMap(scriptOf))];
  const isUsual = MIXTURES.some((mixture) => scripts.every((script) => mixture.has(script)));
  return scripts.length > 1 && !isUsual;
}

function scriptOf(letter: string): string[] {
  if (OF_EVERY_SCRIPT.test(letter)) return [];
  return [SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'another'];
}

/** Under a top-level domain of their own script such names are what they seem. */
function isLookAlike(label: string, isLocalised: boolean): boolean {
  if (isAscii(label)) return false;
  return ODD_LATIN.test(label) || (!isLocalised && LOOKS_LIKE_ASCII.test(label));
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
