import { Parser } from 'htmlparser2';

const TAGS = new Set(
  'h1 h2 h3 h4 h5 h6 p blockquote pre ul ol li hr br table thead tbody tr th td a img em strong s code'.split(
    ' ',
  ),
);
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title', 'rel'],
  img: ['src', 'alt', 'title'],
  ol: ['start'],
  code: ['class'],
};
const SCHEMES = { href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'] } as const;
/** What browsers skip when they read an address. */
const SKIPPED = /[\p{Cc}\p{Cf}\p{Z}]/gu;

function isAddress(attribute: string): attribute is keyof typeof SCHEMES {
  return attribute === 'href' || attribute === 'src';
}

function faultsOfAddress(attribute: keyof typeof SCHEMES, value: string): string[] {
  const address = value.replaceAll(SKIPPED, '').toLowerCase();
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/.exec(address) ?? [];
  const known: readonly string[] = SCHEMES[attribute];
  const isFair = (scheme === undefined || known.includes(scheme)) && !/^[\\/]{2}/.test(address);
  return isFair ? [] : [`${attribute}=${value}`];
}

function faultsOfTag(name: string, attributes: Readonly<Record<string, string>>): string[] {
  return [
    ...(TAGS.has(name) ? [] : [`<${name}>`]),
    ...(name === 'a' && attributes['rel'] !== 'nofollow noopener' ? ['<a> without rel'] : []),
    ...Object.entries(attributes).flatMap(([attribute, value]) => [
      ...(ATTRIBUTES[name]?.includes(attribute) === true ? [] : [`${name} ${attribute}=${value}`]),
      ...(isAddress(attribute) ? faultsOfAddress(attribute, value) : []),
    ]),
  ];
}

/** Everything that HTML made of Markdown must not hold; and how deep it is. */
export function readHtml(html: string): { readonly faults: readonly string[]; readonly depth: number } {
  const faults: string[] = [];
  let [depth, deepest] = [0, 0];
  const parser = new Parser({
    onopentag(name, attributes) {
      deepest = Math.max(deepest, (depth += 1));
      faults.push(...faultsOfTag(name, attributes));
    },
    onclosetag: () => (depth -= 1),
    oncomment: (text) => faults.push(`<!--${text}`),
    onprocessinginstruction: (name) => faults.push(`<?${name}`),
  });
  parser.end(html);
  return { faults, depth: deepest };
}
